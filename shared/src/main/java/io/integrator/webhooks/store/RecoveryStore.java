package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.TraceContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Takes up again what a webhook didn't get: its deliveries become owed once more. In steps, each a transaction of its own that
 * has the lane for a moment only; one that is repeated takes up nothing twice.
 */
public final class RecoveryStore {

    private static final int STEP = 2_000;

    private static final String DISABLED = "select disabled from webhook where integrator_id = $1 and id = $2";

    private static final UUID LAST_KEY = new UUID(-1, -1);

    /** What follows on what was found. */
    private static final String OWE = """
            , owes as (
                insert into owed (webhook_id, event_key, number, due_at, trace_context)
                select $1, key, 1, now(), $6 from found
                on conflict do nothing
            )
            select key from found order by key
            """;

    /** The parameters of all: webhook, first key, key after the last, types or null, how many; of those that owe, the trace or null. */
    private static final String MISSED = """
            with found as (
                select e.key
                from webhook w
                join event e on e.integrator_id = w.integrator_id and e.type = any (w.events)
                where w.id = $1 and e.key >= $2 and e.key < $3 and ($4::text[] is null or e.type = any ($4))
                  -- Looked up one by one (which the offset keeps the planner to): it may know nothing of today's attempts.
                  and not exists (
                      select from attempt a
                      where a.webhook_id = $1 and a.event_key = e.key and a.id >= $2
                        -- One that somebody asked for in vain leaves the event as undelivered as it was.
                        and (a.trigger <> 'manual' or a.outcome = 'ok') offset 0)
                  -- A conflict doesn't tell of what is settled while this runs: whose row is gone, and whose attempt isn't seen.
                  and not exists (select from owed o where o.webhook_id = $1 and o.event_key = e.key offset 0)
                order by e.key
                limit $5
            )
            """ + OWE;

    private static final String FAILED = """
            with given_up as (
                select distinct a.event_key as key
                from attempt a
                where a.webhook_id = $1 and a.outcome <> 'ok' and a.id >= $2 and a.event_key >= $2 and a.event_key < $3
                  and a.retry_at is null and a.trigger not in ('manual', 'test')
            ), found as (
                select g.key
                from given_up g
                join webhook w on w.id = $1
                cross join lateral (
                    select type from event where integrator_id = w.integrator_id and key = g.key limit 1) e
                where ($4::text[] is null or e.type = any ($4))
                  and not exists (
                      select from attempt a
                      where a.webhook_id = $1 and a.event_key = g.key and a.id >= $2 and a.outcome = 'ok' offset 0)
                  and not exists (select from owed o where o.webhook_id = $1 and o.event_key = g.key offset 0)
                order by g.key
                limit $5
            )
            """ + OWE;

    private static final String HELD = """
            with found as (
                select x.event_key as key
                from expired x
                join webhook w on w.id = x.webhook_id
                cross join lateral (
                    select type from event where integrator_id = w.integrator_id and key = x.event_key limit 1) e
                where x.webhook_id = $1 and x.event_key >= $2 and x.event_key < $3
                  and ($4::text[] is null or e.type = any ($4))
                order by x.event_key
                limit $5
            ), forgotten as (
                delete from expired x using found f where x.webhook_id = $1 and x.event_key = f.key
            )
            """ + OWE;

    private static final String SKIP = """
            with found as (
                select o.event_key as key
                from owed o
                join webhook w on w.id = o.webhook_id
                cross join lateral (
                    select type from event where integrator_id = w.integrator_id and key = o.event_key limit 1) e
                where o.webhook_id = $1 and o.event_key >= $2 and o.event_key < $3
                  and ($4::text[] is null or e.type = any ($4)) and (o.lease is null or o.due_at <= now())
                order by o.event_key
                limit $5
            ), settled as (
                delete from owed o using found f where o.webhook_id = $1 and o.event_key = f.key
            ), recorded as (
                insert into expired (webhook_id, event_key) select $1, key from found on conflict do nothing
            )
            select key from found order by key
            """;

    private final Pool pool;

    /** What is taken up, or skipped. */
    public enum Kind {
        /** Deliveries that were given up after their last attempt failed. */
        FAILED(RecoveryStore.FAILED),
        /** Events that the webhook is subscribed to and that it has never had an attempt at. */
        MISSED(RecoveryStore.MISSED),
        /** Deliveries that were held for so long that they expired, or that were skipped. */
        HELD(RecoveryStore.HELD),
        /** Deliveries that are held, and are not to be made. */
        SKIPPED(SKIP);

        private final String statement;

        Kind(String statement) {
            this.statement = statement;
        }
    }

    /**
     * Which deliveries.
     *
     * @param since  of events recorded from then on
     * @param until  and before then
     * @param types  of these types; empty for all
     * @param most   how many at most
     * @param rate   deliveries a second that what is taken up starts with
     * @param trace  what the attempts at what is taken up go on from; empty for what their events do
     */
    public record Range(
            Kind kind,
            Instant since,
            Instant until,
            List<EventType> types,
            int most,
            int rate,
            Optional<TraceContext> trace) {

        /** One that isn't traced. */
        public Range(Kind kind, Instant since, Instant until, List<EventType> types, int most, int rate) {
            this(kind, since, until, types, most, rate, Optional.empty());
        }
    }

    /** What a recovery came to. */
    public sealed interface Recovery {

        /** So many were taken up, or skipped; whether there may be more. */
        record Done(int deliveries, boolean more) implements Recovery {}

        /** Nothing is taken up for a webhook that is disabled. */
        record IsDisabled() implements Recovery {}

        /** Nothing is held, that could be skipped, for a webhook that isn't disabled. */
        record IsEnabled() implements Recovery {}
    }

    public RecoveryStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Takes up, or skips, what is in the range; empty when there is no such webhook. What is taken up goes out oldest first and
     * throttled.
     */
    public Future<Optional<Recovery>> recover(String integratorId, UUID webhookId, Range range) {
        return pool.preparedQuery(DISABLED)
                .execute(Tuple.of(integratorId, webhookId))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    boolean disabled = rows.iterator().next().getBoolean("disabled");
                    if (disabled == (range.kind == Kind.SKIPPED)) {
                        return inSteps(webhookId, range, TimeOrderedIds.leastAt(range.since), 0)
                                .map(Optional::of);
                    }
                    return Future.succeededFuture(
                            Optional.of(disabled ? new Recovery.IsDisabled() : new Recovery.IsEnabled()));
                });
    }

    private Future<Recovery> inSteps(UUID webhookId, Range range, UUID first, int before) {
        int most = Math.min(STEP, range.most - before);
        return step(webhookId, range, first, most).compose(keys -> {
            int done = before + keys.size();
            if (keys.size() < most || done == range.most) {
                return Future.succeededFuture(new Recovery.Done(done, keys.size() == most));
            }
            return inSteps(webhookId, range, after(keys.get(keys.size() - 1)), done);
        });
    }

    private Future<List<UUID>> step(UUID webhookId, Range range, UUID first, int most) {
        return pool.withTransaction(connection -> LaneStore.lock(connection, new UUID[] {webhookId})
                .compose(locked -> connection
                        .preparedQuery(range.kind.statement)
                        .execute(parameters(webhookId, first, range, most)))
                .map(RecoveryStore::keys)
                .compose(keys -> keys.isEmpty() || range.kind == Kind.SKIPPED
                        ? Future.succeededFuture(keys)
                        : LaneStore.drain(connection, webhookId, range.rate).map(keys)));
    }

    /**
     * Takes up, at once, the events that a webhook subscribes to and has had no attempt at, recorded since an instant.
     *
     * @return how many were taken up
     */
    public Future<Integer> takeUpMissed(UUID webhookId, Instant since) {
        return pool.withTransaction(connection -> LaneStore.lock(connection, new UUID[] {webhookId})
                .compose(locked -> missed(connection, webhookId, since))
                .compose(taken -> taken == 0
                        ? Future.succeededFuture(0)
                        : LaneStore.due(connection, List.of(new LaneStore.Due(webhookId, since)))
                                .map(taken)));
    }

    private static Future<Integer> missed(SqlConnection connection, UUID webhookId, Instant since) {
        return connection
                .preparedQuery(MISSED)
                .execute(Tuple.of(webhookId, TimeOrderedIds.leastAt(since), LAST_KEY, null, null, null))
                .map(rows -> rows.size());
    }

    private static Tuple parameters(UUID webhookId, UUID first, Range range, int most) {
        Tuple parameters = Tuple.tuple()
                .addValue(webhookId)
                .addValue(first)
                .addValue(TimeOrderedIds.leastAt(range.until))
                .addValue(types(range))
                .addValue(most);
        return range.kind == Kind.SKIPPED
                ? parameters
                : parameters.addValue(range.trace.map(TraceContext::text).orElse(null));
    }

    private static String[] types(Range range) {
        return range.types.isEmpty()
                ? null
                : range.types.stream().map(EventType::wireName).toArray(String[]::new);
    }

    private static List<UUID> keys(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getUUID("key"))
                .toList();
    }

    private static UUID after(UUID key) {
        return new UUID(key.getMostSignificantBits(), key.getLeastSignificantBits() + 1);
    }
}
