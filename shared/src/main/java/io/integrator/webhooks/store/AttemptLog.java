package io.integrator.webhooks.store;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The table {@code attempt}, as its integrator reads it. Each read looks at a bounded number of rows, by index
 * ({@link IndexedReads}). Where an order by one value stands beside a range of just that value, it is to leave but one index that
 * gives the order: a condition of equality would make the order void.
 */
public final class AttemptLog {

    /** The most attempts that one page is chosen from. Each costs a look-up of its event when it is the event's type that chooses. */
    static final int SCAN = 5_000;

    /** By how much an attempt's id may be older than its event's key: the API and a worker each have a clock. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private static final String OK = "ok";

    private static final String FIND = """
            select a.id, w.id as webhook_id, a.number, a.trigger, a.outcome, a.status, a.detail, a.response, a.duration_ms, a.retry_at,
                e.id as event_id, e.type, e.body
            from webhook w
            cross join lateral (
                select id, event_key, number, trigger, outcome, status, detail, response, duration_ms, retry_at
                from attempt
                where webhook_id = w.id and id >= $3 and id <= $3
                order by id limit 1) a
            left join lateral (
                select id, type, body from event
                where integrator_id = w.integrator_id and key >= a.event_key and key <= a.event_key
                order by key limit 1) e on true
            where w.integrator_id = $1 and w.id = $2
            """;

    /** Takes the attempts to choose from and the order in which they come. */
    private static final String PAGE = """
            select a.id, a.webhook_id, a.number, a.trigger, a.outcome, a.status, a.detail, a.duration_ms, a.retry_at,
                e.id as event_id, e.type
            from (
            %s) a
            left join lateral (
                select id, type from event
                where integrator_id = $1 and key >= a.event_key and key <= a.event_key
                order by key limit 1) e on true
            where ($6::text is null or a.outcome = $6) and ($7::text is null or e.type = $7)
            order by %s
            limit $8
            """;

    private static final String PAGE_OF_ALL = PAGE.formatted("""
                select id, webhook_id, event_key, number, trigger, outcome, status, detail, duration_ms, retry_at
                from attempt
                where webhook_id = $2 and id < $3 and id >= $4
                order by id desc limit $5""", "a.id desc");

    private static final String PAGE_OF_FAILURES = PAGE.formatted("""
                select id, webhook_id, event_key, number, trigger, outcome, status, detail, duration_ms, retry_at
                from attempt
                where webhook_id = $2 and outcome >= $6 and outcome <= $6 and outcome <> 'ok' and id < $3 and id >= $4
                order by outcome desc, id desc limit $5""", "a.outcome desc, a.id desc");

    /** An id can be that of several events, a day or more apart. */
    private static final String PAGE_OF_EVENT = PAGE.formatted("""
                select tried.* from (
                    select key from event
                    where integrator_id = $1 and id >= $9 and id <= $9
                    order by id limit 100) named
                cross join lateral (
                    select id, webhook_id, event_key, number, trigger, outcome, status, detail, duration_ms, retry_at
                    from attempt
                    where webhook_id = $2 and event_key >= named.key and event_key <= named.key
                    order by event_key limit $5) tried
                where tried.id < $3 and tried.id >= $4""", "a.id desc");

    /** The last attempt that a page is chosen from, and the one after it if there is one. */
    private static final String END_OF_ALL = """
            select id from attempt
            where webhook_id = $1 and id < $2 and id >= $3
            order by id desc offset $4 limit 2
            """;

    private static final String END_OF_FAILURES = """
            select id from attempt
            where webhook_id = $1 and outcome >= $5 and outcome <= $5 and outcome <> 'ok' and id < $2 and id >= $3
            order by outcome desc, id desc offset $4 limit 2
            """;

    private static final String FIND_FIRST = """
            -- Apart, or the planner might walk through all of the webhook's attempts since, oldest first, in search of the event.
            with found as materialized (
                select id, webhook_id, event_key, number, trigger, outcome, status, detail, duration_ms, retry_at
                from attempt
                where webhook_id = $2 and event_key = $3
                  -- No attempt is older than its event, but for what two clocks differ, by which the days before are left out.
                  and id >= $4
            )
            select a.id, a.webhook_id, a.number, a.trigger, a.outcome, a.status, a.detail, a.duration_ms, a.retry_at,
                e.id as event_id, e.type
            from found a
            join webhook w on w.id = a.webhook_id
            join event e on e.integrator_id = w.integrator_id and e.key = a.event_key
            where w.integrator_id = $1
            order by a.id
            limit 1
            """;

    private final Pool pool;
    private final int scan;

    /**
     * An attempt as it stands in the log.
     *
     * @param eventId  the event's id, as its producer named it; empty when the event is kept no longer
     * @param type     the event's type by its wire name, {@code webhook.test} for a test; empty when the event is kept no longer
     * @param trigger  by its wire name
     * @param outcome  by its wire name
     * @param status   the HTTP status; empty when there was no answer
     * @param detail   why there was no answer; empty when there was one
     * @param retryAt  when the delivery was to be tried next, as decided after this attempt; empty when it was settled
     */
    public record Logged(
            UUID id,
            UUID webhookId,
            Optional<String> eventId,
            Optional<String> type,
            int number,
            String trigger,
            String outcome,
            Optional<Integer> status,
            Optional<String> detail,
            Duration duration,
            Optional<Instant> retryAt) {

        /** When its request began. */
        public Instant startedAt() {
            return TimeOrderedIds.instantOf(id);
        }
    }

    /**
     * An attempt with what was sent and what came back.
     *
     * @param body     what was sent; empty when the event is kept no longer
     * @param response the start of the answer's body; empty when there was none
     */
    public record Detailed(Logged attempt, Optional<Buffer> body, Optional<String> response) {

        public Detailed {
            requireNonNull(attempt, "attempt");
            requireNonNull(body, "body");
            requireNonNull(response, "response");
        }

        /** Without what was sent and answered. */
        @Override
        public String toString() {
            return "Detailed[attempt=" + attempt + "]";
        }
    }

    public AttemptLog(Pool pool) {
        this(pool, SCAN);
    }

    /** @param scan the most attempts that one page is chosen from */
    AttemptLog(Pool pool, int scan) {
        this.pool = pool;
        this.scan = scan;
    }

    /** One attempt; empty when this integrator's webhook has none of this id. */
    public Future<Optional<Logged>> find(String integratorId, UUID webhookId, UUID id) {
        return detailed(integratorId, webhookId, id).map(found -> found.map(Detailed::attempt));
    }

    /** The first attempt of an event at this integrator's webhook, by the event's key; empty when there is none. */
    public Future<Optional<Logged>> findFirst(String integratorId, UUID webhookId, UUID eventKey) {
        UUID earliest =
                TimeOrderedIds.leastAt(TimeOrderedIds.instantOf(eventKey).minus(CLOCK_SKEW));
        return pool.preparedQuery(FIND_FIRST)
                .execute(Tuple.of(integratorId, webhookId, eventKey, earliest))
                .map(rows -> stream(rows).map(AttemptLog::logged).findFirst());
    }

    /** One attempt with what was sent and what came back; empty when this integrator's webhook has none of this id. */
    public Future<Optional<Detailed>> detailed(String integratorId, UUID webhookId, UUID id) {
        return IndexedReads.read(
                pool,
                connection -> connection
                        .preparedQuery(FIND)
                        .execute(Tuple.of(integratorId, webhookId, id))
                        .map(rows -> stream(rows).map(AttemptLog::detailed).findFirst()));
    }

    /**
     * A page of a webhook's attempts, newest first. One that is chosen by the event's type, or from those that succeeded, may have
     * fewer attempts than {@code limit} although more follow.
     *
     * @param integratorId whose webhook it is; the caller has made sure of that
     * @param before       only those older than this one; empty to start with the newest
     */
    public Future<Page<Logged>> list(
            String integratorId, UUID webhookId, AttemptFilter filter, Optional<UUID> before, int limit) {
        IdRange range = filter.started().before(before);
        Tuple values = Tuple.tuple()
                .addValue(integratorId)
                .addValue(webhookId)
                .addValue(range.before())
                .addValue(range.from())
                .addValue(scan)
                .addValue(filter.outcome().orElse(null))
                .addValue(filter.type().orElse(null))
                .addValue(limit + 1);
        filter.eventId().ifPresent(values::addValue);
        return IndexedReads.read(
                pool,
                connection -> connection
                        .preparedQuery(pageOf(filter))
                        .execute(values)
                        .map(rows -> stream(rows).map(AttemptLog::logged).toList())
                        .compose(found ->
                                Page.of(found, limit, Logged::id, () -> endOf(connection, webhookId, filter, range))));
    }

    private static String pageOf(AttemptFilter filter) {
        if (filter.eventId().isPresent()) {
            return PAGE_OF_EVENT;
        }
        return filter.isOfFailures() ? PAGE_OF_FAILURES : PAGE_OF_ALL;
    }

    /** Where the choice for a page ended before the attempts did; empty when it didn't. */
    private Future<Optional<UUID>> endOf(
            SqlConnection connection, UUID webhookId, AttemptFilter filter, IdRange range) {
        boolean chosen =
                filter.type().isPresent() || filter.outcome().filter(OK::equals).isPresent();
        if (!chosen || filter.eventId().isPresent()) {
            return Future.succeededFuture(Optional.empty());
        }
        Tuple values = Tuple.of(webhookId, range.before(), range.from(), scan - 1);
        if (filter.isOfFailures()) {
            values.addValue(filter.outcome().orElseThrow());
        }
        return connection
                .preparedQuery(filter.isOfFailures() ? END_OF_FAILURES : END_OF_ALL)
                .execute(values)
                .map(rows -> rows.size() < 2
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID("id")));
    }

    private static Stream<Row> stream(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private static Detailed detailed(Row row) {
        return new Detailed(
                logged(row),
                Optional.ofNullable(row.getBuffer("body")),
                Optional.ofNullable(row.getString("response")));
    }

    static Logged logged(Row row) {
        return new Logged(
                row.getUUID("id"),
                row.getUUID("webhook_id"),
                Optional.ofNullable(row.getString("event_id")),
                Optional.ofNullable(row.getString("type")),
                row.getInteger("number"),
                row.getString("trigger"),
                row.getString("outcome"),
                Optional.ofNullable(row.getInteger("status")),
                Optional.ofNullable(row.getString("detail")),
                Duration.ofMillis(row.getInteger("duration_ms")),
                Optional.ofNullable(row.get(OffsetDateTime.class, "retry_at")).map(OffsetDateTime::toInstant));
    }
}
