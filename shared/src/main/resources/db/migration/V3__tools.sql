-- What an integrator sets for a webhook besides the five published fields, and how it is signed.
alter table webhook
    add column description text not null default '',
    -- The integrator's own header fields, by name.
    add column headers jsonb not null default '{}',
    -- The secret before, sealed, while it signs besides the new one; and until when it does.
    add column previous_secret bytea,
    add column previous_secret_until timestamptz,
    -- The Ed25519 key that signs in addition, sealed; null unless it is asked for.
    add column signing_key bytea,
    -- What its integrator has been told of this streak: 0 nothing, 1 that it is failing, 2 that it will be disabled soon.
    add column warned smallint not null default 0,
    add check ((previous_secret is null) = (previous_secret_until is null));

create index webhook_disabled on webhook (id) where disabled;

drop trigger webhook_change on webhook;

create trigger webhook_change
    after insert or delete
    or update of url, events, secret, revision, disabled, max_in_flight, rate_per_second, headers, previous_secret, signing_key
    on webhook
    for each row execute function on_webhook_change();

-- An attempt that somebody asked for, until its outcome is recorded: of an event once more, or a test.
create table requested_attempt (
    id uuid primary key,
    webhook_id uuid not null references webhook on delete cascade,
    event_key uuid not null,
    trigger text not null check (trigger in ('manual', 'test')),
    requested_at timestamptz not null default now(),
    -- While a worker is at it: when its lease ends.
    leased_until timestamptz not null default 'epoch'
);

create index requested_attempt_by_webhook on requested_attempt (webhook_id);

create function on_requested_attempt() returns trigger
    language plpgsql as $$
begin
    perform pg_notify('attempt_requested', '');
    return null;
end
$$;

create trigger requested_attempt
    after insert on requested_attempt
    for each statement execute function on_requested_attempt();

-- For who waits: the outcome is recorded, or there will be none.
create function on_request_settled() returns trigger
    language plpgsql as $$
begin
    perform pg_notify('request_settled', old.id::text);
    return null;
end
$$;

create trigger request_settled
    after delete on requested_attempt
    for each row execute function on_request_settled();

-- Of one event or delivery, and of what failed: a webhook has few failures beside what it was sent.
create index attempt_by_event on attempt (webhook_id, event_key);
create index attempt_failed on attempt (webhook_id, outcome, id) where outcome <> 'ok';

-- What a request with an Idempotency-Key was answered, for those that repeat it.
create table idempotency_key (
    integrator_id text not null references integrator on delete cascade,
    key text not null check (length(key) between 1 and 255),
    request_hash bytea not null,
    webhook_id uuid not null,
    response bytea not null,
    created_at timestamptz not null default now(),
    primary key (integrator_id, key)
);

create index idempotency_key_by_age on idempotency_key (created_at);

-- News of webhooks for the platform, until Kafka has it: written with the change, so that neither can be had without the other.
create table lifecycle_event (
    place bigint generated always as identity primary key,
    id uuid not null,
    integrator_id text not null,
    webhook_id uuid not null,
    type text not null,
    occurred_at timestamptz not null default now(),
    data jsonb not null
);

-- Whose turn it is to send them: one process at a time, or a webhook's news would overtake each other.
create table lifecycle_turn (
    one boolean primary key default true check (one),
    token uuid,
    -- A process that died with the turn loses it then.
    leased_until timestamptz not null default 'epoch'
);

insert into lifecycle_turn default values;
