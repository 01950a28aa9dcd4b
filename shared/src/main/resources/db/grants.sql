-- What the role that the service runs as may do, and nothing else in this schema: webhooks migrate --grant-to ROLE.
-- It owns nothing. Who may connect to the database is for whoever made the role to say.
do $$
begin
    execute format('grant usage on schema %I to %s', current_schema(), $role$:role$role$);
    execute format('revoke create on schema %I from %s', current_schema(), $role$:role$role$);
    execute format('revoke all on all tables in schema %I from %s', current_schema(), $role$:role$role$);
    execute format('revoke all on all sequences in schema %I from %s', current_schema(), $role$:role$role$);
    execute format('revoke all on all routines in schema %I from %s', current_schema(), $role$:role$role$);
end
$$;

-- Rows are locked by it, for which Postgres wants the right to change one column.
grant select, insert, delete, update (id) on integrator to :role;
grant select, insert, update, delete on webhook, owed, requested_attempt to :role;
grant select, insert, update on lane to :role;
-- What happened is added to and read, never changed; it goes by whole days that have ended.
grant select, insert on event, attempt to :role;
grant select, insert, delete on expired, lifecycle_event to :role;
grant select, insert, update, delete on idempotency_key to :role;
grant select, update on lifecycle_turn to :role;

-- Which migrations have been applied: whoever starts waits for those it needs.
grant select (version, description, success) on flyway_schema_history to :role;

grant execute on function ensure_days(), drop_day(text), uuid_at(timestamptz), notify_webhook_change(text, uuid, boolean),
    register_webhook(uuid, text, text, text[], bytea, integer, text, jsonb) to :role;
