package io.integrator.webhooks.store;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The table {@code event}, as its integrator reads it: without the events of tests, which happened to nobody. Each read looks at a
 * bounded number of rows, by index ({@link IndexedReads}).
 */
public final class EventLog {

    /** The most events that one page is chosen from. */
    static final int SCAN = 10_000;

    private static final String PAGE = """
            select e.key, e.id, e.type, e.occurred_at
            from (
                select key, id, type, occurred_at from event
                where integrator_id = $1 and key < $2 and key >= $3
                order by key desc limit $4) e
            where e.type <> 'webhook.test' and ($5::text is null or e.type = $5)
            order by e.key desc
            limit $6
            """;

    /** The last event that a page is chosen from, and the one after it if there is one. */
    private static final String END = """
            select key from event
            where integrator_id = $1 and key < $2 and key >= $3
            order by key desc offset $4 limit 2
            """;

    /** An id can be that of several events, a day or more apart. The order by it leaves but one index that gives the order. */
    private static final String FIND = """
            with named as materialized (
                select key, id, type, occurred_at, body from event
                where integrator_id = $1 and id >= $2 and id <= $2 and type <> 'webhook.test'
                order by id)
            select key, id, type, occurred_at, body from named order by key desc limit 1
            """;

    private final Pool pool;
    private final int scan;

    /**
     * An event as it was recorded.
     *
     * @param id         as its producer named it
     * @param type       by its wire name
     * @param occurredAt when it happened, by its producer, to the microsecond
     */
    public record Recorded(UUID key, String id, String type, Instant occurredAt) {

        /** When it was recorded. */
        public Instant recordedAt() {
            return TimeOrderedIds.instantOf(key);
        }
    }

    /**
     * An event with what webhooks receive of it.
     *
     * @param body byte for byte as it is sent
     */
    public record Whole(Recorded event, Buffer body) {

        public Whole {
            requireNonNull(event, "event");
            requireNonNull(body, "body");
        }

        /** Without the payload. */
        @Override
        public String toString() {
            return "Whole[event=" + event + ", bytes=" + body.length() + "]";
        }
    }

    public EventLog(Pool pool) {
        this(pool, SCAN);
    }

    /** @param scan the most events that one page is chosen from */
    EventLog(Pool pool, int scan) {
        this.pool = pool;
        this.scan = scan;
    }

    /** The event of this id, the latest if there are several; empty when the integrator has none. */
    public Future<Optional<Whole>> find(String integratorId, String id) {
        return IndexedReads.read(
                pool,
                connection -> connection
                        .preparedQuery(FIND)
                        .execute(Tuple.of(integratorId, id))
                        .map(rows -> FirstRow.of(rows).map(EventLog::whole)));
    }

    /**
     * A page of an integrator's events, newest first. It may have fewer events than {@code limit} although more follow.
     *
     * @param type     by its wire name; empty for all
     * @param recorded when they were recorded
     * @param before   only those older than this one, by key; empty to start with the newest
     */
    public Future<Page<Recorded>> list(
            String integratorId, Optional<String> type, IdRange recorded, Optional<UUID> before, int limit) {
        IdRange range = recorded.before(before);
        return IndexedReads.read(
                pool,
                connection -> connection
                        .preparedQuery(PAGE)
                        .execute(Tuple.of(
                                integratorId, range.before(), range.from(), scan, type.orElse(null), limit + 1))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(EventLog::recorded)
                                .toList())
                        .compose(found ->
                                Page.of(found, limit, Recorded::key, () -> endOf(connection, integratorId, range))));
    }

    /** Where the choice for a page ended before the events did; empty when it didn't. */
    private Future<Optional<UUID>> endOf(SqlConnection connection, String integratorId, IdRange range) {
        return connection
                .preparedQuery(END)
                .execute(Tuple.of(integratorId, range.before(), range.from(), scan - 1))
                .map(EventLog::end);
    }

    private static Optional<UUID> end(RowSet<Row> rows) {
        return rows.size() < 2
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getUUID("key"));
    }

    private static Whole whole(Row row) {
        return new Whole(recorded(row), row.getBuffer("body"));
    }

    private static Recorded recorded(Row row) {
        return new Recorded(
                row.getUUID("key"),
                row.getString("id"),
                row.getString("type"),
                row.get(OffsetDateTime.class, "occurred_at").toInstant());
    }
}
