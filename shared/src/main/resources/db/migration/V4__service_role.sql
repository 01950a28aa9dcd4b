-- What the service does to day partitions, for a role that doesn't own them. Both act as their owner, and do no more than their
-- names say whoever calls them.

-- Makes the partitions of yesterday, today and the next seven days, those that aren't there.
create function ensure_days() returns void
    language sql security definer as $$
    select ensure_day(day::date)
    from generate_series((now() at time zone 'UTC')::date - 1, (now() at time zone 'UTC')::date + 7, interval '1 day') day
$$;

-- Drops a partition of a day that has ended, by its name. What it belongs to has to be locked for a moment, before which it waits
-- until those who are reading and writing have ended their transactions, and whoever comes meanwhile waits with it: so it gives up
-- soon (lock_not_available), and whoever calls it tries again.
create function drop_day(partition text) returns void
    language plpgsql security definer set lock_timeout = '100ms' as $$
declare
    parent text;
    pending boolean;
begin
    if partition !~ '^(event|attempt)_[0-9]{8}$' or right(partition, 8) >= to_char(now() at time zone 'UTC', 'YYYYMMDD') then
        raise exception '% is no partition of a day that has ended', partition using errcode = 'invalid_parameter_value';
    end if;
    select c.relname, i.inhdetachpending into parent, pending
    from pg_inherits i join pg_class c on c.oid = i.inhparent
    where i.inhrelid = to_regclass(partition);
    if pending then
        -- Of a former version, whose drops could be interrupted.
        execute format('alter table %I detach partition %I finalize', parent, partition);
    elsif parent is not null then
        execute format('alter table %I detach partition %I', parent, partition);
    end if;
    execute format('drop table if exists %I', partition);
end
$$;

-- Names mean what they mean in this schema, whatever a caller's search_path says. By default everybody might call them.
do $$
declare
    callee text;
begin
    foreach callee in array array['ensure_days()', 'drop_day(text)'] loop
        execute format('alter function %s set search_path = %I, pg_temp', callee, current_schema());
        execute format('revoke execute on function %s from public', callee);
    end loop;
end
$$;
