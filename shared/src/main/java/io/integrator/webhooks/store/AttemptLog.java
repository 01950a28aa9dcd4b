package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** The table {@code attempt}, as its integrator reads it. */
public final class AttemptLog {

    private static final String FIND = """
            select a.id, a.webhook_id, a.number, a.trigger, a.outcome, a.status, a.detail, a.duration_ms, a.retry_at,
                e.id as event_id, e.type
            from attempt a
            join webhook w on w.id = a.webhook_id
            join event e on e.integrator_id = w.integrator_id and e.key = a.event_key
            where w.integrator_id = $1 and a.webhook_id = $2 and a.id = $3
            """;

    private final Pool pool;

    /**
     * An attempt as it stands in the log.
     *
     * @param eventId  the event's id, as its producer named it
     * @param type     the event's type by its wire name; {@code webhook.test} for a test
     * @param trigger  by its wire name
     * @param outcome  by its wire name
     * @param status   the HTTP status; empty when there was no answer
     * @param detail   why there was no answer; empty when there was one
     * @param retryAt  when the delivery was to be tried next, as decided after this attempt; empty when it was settled
     */
    public record Logged(
            UUID id,
            UUID webhookId,
            String eventId,
            String type,
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

    public AttemptLog(Pool pool) {
        this.pool = pool;
    }

    /** One attempt; empty when this integrator's webhook has none of this id. */
    public Future<Optional<Logged>> find(String integratorId, UUID webhookId, UUID id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(integratorId, webhookId, id))
                .map(AttemptLog::first);
    }

    private static Optional<Logged> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(logged(rows.iterator().next()));
    }

    static Logged logged(Row row) {
        return new Logged(
                row.getUUID("id"),
                row.getUUID("webhook_id"),
                row.getString("event_id"),
                row.getString("type"),
                row.getInteger("number"),
                row.getString("trigger"),
                row.getString("outcome"),
                Optional.ofNullable(row.getInteger("status")),
                Optional.ofNullable(row.getString("detail")),
                Duration.ofMillis(row.getInteger("duration_ms")),
                Optional.ofNullable(row.get(OffsetDateTime.class, "retry_at")).map(OffsetDateTime::toInstant));
    }
}
