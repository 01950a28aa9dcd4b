-- Who may have webhooks. An integrator that has no row here has no events recorded and can't register.
create table integrator (
    id text primary key check (length(id) between 1 and 128),
    created_at timestamptz not null default now()
);

-- A registration. failure_count to disabled_at are written by the journal, the rest by the API.
create table webhook (
    id uuid primary key,
    integrator_id text not null references integrator,
    url text not null,
    events text[] not null,
    secret bytea not null,
    -- Grows with each change of url and each enable; outcomes of an older revision don't count.
    revision integer not null default 1,
    failure_count integer not null default 0,
    failing_since timestamptz,
    disabled boolean not null default false,
    disabled_reason text check (disabled_reason in ('failures', 'gone', 'manual')),
    disabled_at timestamptz,
    -- Since when it has had its list of events: those recorded from then on are its.
    subscribed_at timestamptz not null default now(),
    check (disabled = (disabled_reason is not null) and disabled = (disabled_at is not null))
);

create index webhook_by_integrator on webhook (integrator_id, id);

-- A webhook's share of the sender: when it next has something owed, and what holds it back. One row for each webhook,
-- which is what is locked to claim its deliveries or to add to them.
create table lane (
    webhook_id uuid primary key references webhook on delete cascade,
    -- Not later than the earliest due_at of what is owed; null when nothing is.
    due_at timestamptz,
    held boolean not null default false,
    waits_until timestamptz not null default 'epoch',
    -- How often an open breaker has probed, the coming probe included; 0 when it is closed.
    probes integer not null default 0,
    -- Deliveries a second while a held backlog goes out; null when none does.
    drain_rate double precision
);

create index lane_by_due_at on lane (due_at) where not held;

-- Deliveries that are not settled. Small and hot: nothing is here that succeeded at once.
create table owed (
    webhook_id uuid not null references webhook on delete cascade,
    event_key uuid not null,
    -- The number of the attempt that comes next.
    number smallint not null,
    -- While a worker has a lease: when the lease ends.
    due_at timestamptz not null,
    lease uuid,
    primary key (webhook_id, event_key)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

create index owed_by_due_at on owed (webhook_id, due_at);

-- Keys are UUIDv7: their order is the order of time, so a range of keys is a day.
create table event (
    integrator_id text not null,
    key uuid not null,
    id text not null,
    type text not null,
    occurred_at timestamptz not null,
    body bytea not null,
    primary key (integrator_id, key)
) partition by range (key);

-- Append-only. Ids are UUIDv7 of the attempt's start.
create table attempt (
    webhook_id uuid not null,
    id uuid not null,
    event_key uuid not null,
    number smallint not null,
    trigger text not null,
    outcome text not null,
    status smallint,
    detail text,
    response text,
    duration_ms integer not null,
    -- When the delivery was to be tried next, as decided after this attempt; null when it was settled.
    retry_at timestamptz,
    primary key (webhook_id, id)
) partition by range (id);

-- Held deliveries that nobody took up in time.
create table expired (
    webhook_id uuid not null references webhook on delete cascade,
    event_key uuid not null,
    expired_at timestamptz not null default now(),
    primary key (webhook_id, event_key)
);

-- The least UUIDv7 of an instant: the bound of a day's partition.
create function uuid_at(instant timestamptz) returns uuid
    language sql immutable strict parallel safe
    return (lpad(to_hex(floor(extract(epoch from instant) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid;

-- Makes a day's partitions, if they aren't there. They are made apart and then attached, which waits for no reader or
-- writer; an event's id is unique within its day, the days before are looked up by the intake.
create function ensure_day(day date) returns void
    language plpgsql as $$
declare
    first_key uuid := uuid_at(day::timestamp at time zone 'UTC');
    next_key uuid := uuid_at((day + 1)::timestamp at time zone 'UTC');
    parent text;
    partition text;
begin
    foreach parent in array array['event', 'attempt'] loop
        partition := parent || '_' || to_char(day, 'YYYYMMDD');
        if to_regclass(partition) is null then
            execute format('create table %I (like %I including defaults including constraints including indexes)', partition, parent);
            if parent = 'event' then
                execute format('create unique index %I on %I (integrator_id, id)', partition || '_id', partition);
            end if;
            execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, partition, first_key, next_key);
        end if;
    end loop;
end
$$;

-- News for other processes: it commits with the change, so neither can be had without the other. 'resubscribed' says
-- that events which a worker routed in ignorance of the change have to be made good.
create function notify_webhook_change(integrator_id text, webhook_id uuid, resubscribed boolean) returns void
    language sql as $$
    select pg_notify('webhook_change', json_build_object(
        'integratorId', integrator_id, 'webhookId', webhook_id, 'resubscribed', resubscribed,
        'changedAt', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text)
$$;

create function on_webhook_change() returns trigger
    language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        perform notify_webhook_change(old.integrator_id, old.id, false);
    else
        perform notify_webhook_change(new.integrator_id, new.id, tg_op = 'INSERT' or new.events is distinct from old.events);
    end if;
    return null;
end
$$;

create trigger webhook_change
    after insert or delete or update of url, events, secret, revision, disabled on webhook
    for each row execute function on_webhook_change();

create function on_lane_wait() returns trigger
    language plpgsql as $$
begin
    perform notify_webhook_change(webhook.integrator_id, webhook.id, false) from webhook where webhook.id = new.webhook_id;
    return null;
end
$$;

create trigger lane_wait
    after update of waits_until on lane
    for each row when (new.waits_until is distinct from old.waits_until)
    execute function on_lane_wait();

create function on_integrator_change() returns trigger
    language plpgsql as $$
begin
    perform notify_webhook_change(coalesce(new.id, old.id), null, false);
    return null;
end
$$;

create trigger integrator_change
    after insert or delete on integrator
    for each row execute function on_integrator_change();
