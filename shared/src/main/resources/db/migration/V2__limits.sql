-- What an integrator asks us not to exceed, over all workers. A webhook with either is delivered from what is owed to it, where
-- one row, its lane, paces all workers; null is no limit beyond those of the process.
alter table webhook
    add column max_in_flight integer check (max_in_flight between 1 and 1000),
    add column rate_per_second integer check (rate_per_second between 1 and 10000);

-- Nothing of the lane is claimed before, however much becomes due meanwhile.
alter table lane
    add column paced_until timestamptz not null default 'epoch';

drop trigger webhook_change on webhook;

create trigger webhook_change
    after insert or delete or update of url, events, secret, revision, disabled, max_in_flight, rate_per_second on webhook
    for each row execute function on_webhook_change();
