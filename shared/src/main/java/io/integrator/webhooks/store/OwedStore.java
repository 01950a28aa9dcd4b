package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.Lease;
import io.integrator.webhooks.domain.TraceContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The table {@code owed}: deliveries that are not settled. */
public final class OwedStore {

    private static final String INSERT = """
            insert into owed (webhook_id, event_key, number, due_at, lease)
            select o.webhook_id, o.event_key, o.number, o.due_at, o.lease
            from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::timestamptz[], $5::uuid[])
                as o (webhook_id, event_key, number, due_at, lease)
            join webhook w on w.id = o.webhook_id
            on conflict do nothing
            """;

    private static final String RESCHEDULE = """
            update owed o
            set number = r.number, due_at = r.due_at, lease = null
            from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::timestamptz[], $5::uuid[])
                as r (webhook_id, event_key, number, due_at, lease)
            where o.webhook_id = r.webhook_id and o.event_key = r.event_key and o.lease = r.lease
            """;

    /** Of what is settled, in order. */
    private static final List<String> SETTLED_TYPES = List.of("uuid", "uuid", "uuid");

    private static final String SETTLE = settling(1);

    private static final String LOCK_DUE_LANES = """
            select webhook_id
            from lane
            where due_at <= now() and waits_until <= now() and not held and not webhook_id = any ($1::uuid[])
            order by due_at
            limit $2
            for no key update skip locked
            """;

    /** A second statement, so that it sees what was committed before the lanes were locked. */
    private static final String CLAIM = """
            with asked as (
                select l.webhook_id, l.probes, l.drain_rate, least(l.drain_rate, w.rate_per_second) as rate,
                    case when w.max_in_flight is not null then w.max_in_flight - (
                        select count(*) from owed o
                        where o.webhook_id = l.webhook_id and o.lease is not null
                          and o.due_at > now() and o.due_at <= now() + $4::double precision * interval '1 second') end as free
                from lane l join webhook w on w.id = l.webhook_id
                where l.webhook_id = any ($1::uuid[])
            ), share as (
                -- least passes over null, which here is no limit.
                select asked.*, greatest(0, least($2::int, room, free, case when probes > 0 then 1 end,
                    case when rate is not null then greatest(1, round(rate * $5::double precision)) end)) as size
                from asked left join unnest($8::uuid[], $9::int[]) as r (webhook_id, room) using (webhook_id)
            ), picked as (
                select s.webhook_id, o.event_key, o.place
                from share s cross join lateral (
                    (select event_key, ctid as place from owed
                     where webhook_id = s.webhook_id and due_at <= now() and s.drain_rate is null
                     order by due_at limit s.size)
                    union all
                    (select event_key, ctid as place from owed
                     where webhook_id = s.webhook_id and due_at <= now() and s.drain_rate is not null
                     order by event_key limit s.size)
                ) o
            ), claimed as (
                -- By their places: how many are picked is unknown to the planner, which for a join by key takes it for a tenth of
                -- the table and reads the table from end to end.
                update owed o
                set lease = $3, due_at = now() + $4::double precision * interval '1 second'
                where o.ctid = any (array(select place from picked)) and o.due_at <= now()
                returning o.webhook_id, o.event_key, o.number, o.due_at, o.trace_context
            ), share_taken as (
                select s.webhook_id, s.probes, s.drain_rate, s.rate, s.size, count(p.event_key) as taken
                from share s left join picked p using (webhook_id)
                group by s.webhook_id, s.probes, s.drain_rate, s.rate, s.size
            ), next as materialized (
                -- What was taken was due; so what comes after as many in the order of due times is the earliest of the rest.
                select t.*, (select o.due_at from owed o where o.webhook_id = t.webhook_id
                             order by o.due_at offset t.taken limit 1) as due_at
                from share_taken t
            ), moved as (
                update lane l
                set due_at = case
                        -- A probe is alone: its outcome moves the lane, or the end of its lease does.
                        when n.probes > 0 and n.taken > 0 then now() + $4::double precision * interval '1 second'
                        when n.size = 0 then now() + $5::double precision * interval '1 second'
                        when n.rate is not null and n.due_at <= now() then now() + n.taken / n.rate * interval '1 second'
                        when n.taken > 0 then greatest(now(), least(n.due_at, now() + $4::double precision * interval '1 second'))
                        when n.due_at is not null then greatest(now(), n.due_at) end,
                    drain_rate = case when n.drain_rate is not null and n.due_at <= now()
                        then least(n.drain_rate * $6::double precision, $7::double precision) end,
                    paced_until = case when n.rate is not null then now() + n.taken / n.rate * interval '1 second'
                        else l.paced_until end
                from next n
                where l.webhook_id = n.webhook_id
            )
            select c.webhook_id, c.event_key, c.number, c.due_at, c.trace_context, s.probes, w.integrator_id,
                e.id as event_id, e.type, e.occurred_at, e.body, e.trace_context as event_trace
            from claimed c
            join share s using (webhook_id)
            join webhook w on w.id = c.webhook_id
            -- Apart, so that the key is looked up in the one partition where it can be, whatever the planner believes.
            left join lateral (
                select id, type, occurred_at, body, trace_context from event
                where integrator_id = w.integrator_id and key = c.event_key limit 1) e on true
            order by c.event_key
            """;

    private final Pool pool;
    private final Pace pace;

    /**
     * How fast a held backlog goes out.
     *
     * @param interval how often claims are made
     * @param growth   the factor by which a lane's rate grows with each claim
     * @param maximum  deliveries a second at most
     */
    public record Pace(Duration interval, double growth, double maximum) {}

    /**
     * A delivery to be recorded as owed, or to be moved.
     *
     * @param number of the attempt that comes next
     * @param dueAt  when it comes; with a lease, when the lease ends
     * @param lease  on an insert the lease that the row is to have, else the one that it must have; may be null on an insert
     */
    public record Owed(UUID webhookId, UUID eventKey, int number, Instant dueAt, UUID lease) {}

    /**
     * A delivery that is owed no longer.
     *
     * @param lease the lease that the row must have; null to remove it whoever holds it
     */
    public record Settled(UUID webhookId, UUID eventKey, UUID lease) {}

    /**
     * A delivery that this worker now has the lease of.
     *
     * @param event empty when retention has dropped it
     * @param probes how often its lane's breaker has probed, this probe included; 0 when it is closed
     * @param asked of the request that asked for it; empty when none did, or it wasn't traced
     */
    public record Claimed(
            UUID webhookId,
            String integratorId,
            UUID eventKey,
            int number,
            Lease lease,
            int probes,
            Optional<DomainEvent> event,
            Optional<TraceContext> asked) {}

    public OwedStore(Pool pool, Pace pace) {
        this.pool = pool;
        this.pace = pace;
    }

    /** Records deliveries as owed; those of webhooks that are gone are passed over. Their lanes must be locked. */
    public static Future<Void> insert(SqlConnection connection, List<Owed> owed) {
        return connection.preparedQuery(INSERT).execute(columns(owed)).mapEmpty();
    }

    /** Moves leased deliveries to their next attempt and ends their leases. Their lanes must be locked. */
    public static Future<Void> reschedule(SqlConnection connection, List<Owed> owed) {
        return connection.preparedQuery(RESCHEDULE).execute(columns(owed)).mapEmpty();
    }

    /** Removes deliveries that are settled. */
    public static Future<Void> settle(SqlConnection connection, List<Settled> settled) {
        return connection
                .preparedQuery(SETTLE)
                .execute(settledColumns(Tuple.tuple(), settled))
                .mapEmpty();
    }

    /** The removal of what is settled, by {@link #settledColumns} from a parameter on. */
    static String settling(int firstParameter) {
        return """
                delete from owed o
                using %s as s (webhook_id, event_key, lease)
                where o.webhook_id = s.webhook_id and o.event_key = s.event_key and (s.lease is null or o.lease = s.lease)
                """.formatted(Columns.unnest(firstParameter, SETTLED_TYPES));
    }

    /** Adds the parameters of a removal. */
    static Tuple settledColumns(Tuple tuple, List<Settled> settled) {
        return tuple.addValue(Columns.of(settled, UUID[]::new, Settled::webhookId))
                .addValue(Columns.of(settled, UUID[]::new, Settled::eventKey))
                .addValue(Columns.of(settled, UUID[]::new, Settled::lease));
    }

    private static Tuple columns(List<Owed> owed) {
        return Tuple.of(
                Columns.of(owed, UUID[]::new, Owed::webhookId),
                Columns.of(owed, UUID[]::new, Owed::eventKey),
                Columns.of(owed, Short[]::new, row -> (short) row.number()),
                Columns.ofInstants(owed, Owed::dueAt),
                Columns.of(owed, UUID[]::new, Owed::lease));
    }

    /**
     * Takes deliveries that are due under one lease: some of each lane, the lanes that have waited longest first, so that a
     * lane that owes a million costs the others nothing. Lanes that another worker is at are passed over.
     *
     * @param lanes    how many lanes at most
     * @param places   how many deliveries in all, shared out evenly among the lanes
     * @param rooms    how many at most of these webhooks; with none they are passed over
     * @param token    names the lease
     * @param duration of the lease; longer than a send can take
     */
    public Future<List<Claimed>> claim(int lanes, int places, Map<UUID, Integer> rooms, UUID token, Duration duration) {
        UUID[] full = rooms.keySet().stream()
                .filter(webhookId -> rooms.get(webhookId) == 0)
                .toArray(UUID[]::new);
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK_DUE_LANES)
                .execute(Tuple.of(full, lanes))
                .compose(locked -> locked.size() == 0
                        ? Future.succeededFuture(List.of())
                        : claimOf(connection, webhookIds(locked), places, rooms, token, duration)));
    }

    private Future<List<Claimed>> claimOf(
            SqlConnection connection,
            UUID[] webhookIds,
            int places,
            Map<UUID, Integer> rooms,
            UUID token,
            Duration duration) {
        List<UUID> known = Arrays.stream(webhookIds).filter(rooms::containsKey).toList();
        return connection
                .preparedQuery(CLAIM)
                .execute(Tuple.tuple()
                        .addValue(webhookIds)
                        .addValue(Math.max(1, places / webhookIds.length))
                        .addValue(token)
                        .addValue(Columns.seconds(duration))
                        .addValue(Columns.seconds(pace.interval()))
                        .addValue(pace.growth())
                        .addValue(pace.maximum())
                        .addValue(known.toArray(UUID[]::new))
                        .addValue(Columns.of(known, Integer[]::new, rooms::get)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> claimed(row, token))
                        .toList());
    }

    private static UUID[] webhookIds(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getUUID("webhook_id"))
                .toArray(UUID[]::new);
    }

    private static Claimed claimed(Row row, UUID token) {
        String integratorId = row.getString("integrator_id");
        return new Claimed(
                row.getUUID("webhook_id"),
                integratorId,
                row.getUUID("event_key"),
                row.getShort("number"),
                new Lease(token, row.get(OffsetDateTime.class, "due_at").toInstant()),
                row.getInteger("probes"),
                EventStore.event(row, integratorId),
                TraceContext.ofText(row.getString("trace_context")));
    }
}
