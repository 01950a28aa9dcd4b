-- Registers a webhook within its integrator's limit, with its lane and the news of it, in one trip: each statement more costs the API
-- and Postgres more than the rows do. Where nothing is registered, it gives whether the integrator is known, and else nothing.
create function register_webhook(
    new_id uuid, owner text, new_url text, new_events text[], new_secret bytea, at_most integer, news_type text, news jsonb,
    out known boolean, out changed_at timestamptz, out news_id uuid, out news_at timestamptz)
    language plpgsql as $$
begin
    -- Registrations of one integrator are made one after the other.
    perform from integrator where id = owner for update;
    known := found;
    -- By a statement after the one that locks: what others registered while it waited for the lock has to be counted. Up to the limit,
    -- so that the planner takes any integrator for as good as the next, and keeps one plan.
    if known and (select count(*) from (select from webhook where integrator_id = owner limit at_most) as had) < at_most then
        insert into webhook (id, integrator_id, url, events, secret) values (new_id, owner, new_url, new_events, new_secret);
        insert into lane (webhook_id) values (new_id);
        insert into lifecycle_event (id, integrator_id, webhook_id, type, occurred_at, data)
        values (gen_random_uuid(), owner, new_id, news_type, clock_timestamp(), news)
        returning id, occurred_at into news_id, news_at;
        changed_at := now();
    end if;
end
$$;
