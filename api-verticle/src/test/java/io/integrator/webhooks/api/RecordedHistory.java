package io.integrator.webhooks.api;

import io.integrator.webhooks.store.Partitions;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Events of one integrator and attempts at its webhooks, as the workers would have left them, at times of the test's choosing. */
final class RecordedHistory {

    /** When the test began. */
    final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final ApiUnderTest api;
    private final String integrator;

    RecordedHistory(ApiUnderTest api, String integrator) {
        this.api = api;
        this.integrator = integrator;
        new Partitions(api.pool)
                .ensure()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** The instant so long before {@link #now}. */
    Instant ago(Duration duration) {
        return now.minus(duration);
    }

    /** Records an event; gives its key. */
    UUID event(String id, String type, Instant at, String data) {
        UUID key = idOf(at);
        String body = "{\"id\":\"" + id.replace("\\", "\\\\").replace("\"", "\\\"") + "\",\"type\":\"" + type
                + "\",\"timestamp\":\"" + at + "\",\"data\":" + data + "}";
        api.sql(
                "insert into event (integrator_id, key, id, type, occurred_at, body) values ($1, $2, $3, $4, $5, $6)",
                integrator,
                key,
                id,
                type,
                at.atOffset(ZoneOffset.UTC),
                Buffer.buffer(body));
        return key;
    }

    /** Records an event of an id that nobody else uses. */
    UUID event(String type, Instant at) {
        return event("evt-" + UUID.randomUUID(), type, at, "{}");
    }

    /** Records that an attempt was answered; gives its id. */
    String answered(String webhookId, UUID eventKey, Instant at, int status, String response) {
        String outcome = status == 410 ? "gone" : status < 300 ? "ok" : status < 400 ? "redirect" : "http_status";
        return attempt(webhookId, eventKey, at, "first", outcome, status, null, response);
    }

    /** Records that an attempt wasn't answered; gives its id. */
    String unanswered(String webhookId, UUID eventKey, Instant at, String outcome, String detail) {
        return attempt(webhookId, eventKey, at, "retry", outcome, null, detail, null);
    }

    private String attempt(
            String webhookId,
            UUID eventKey,
            Instant at,
            String trigger,
            String outcome,
            Integer status,
            String detail,
            String response) {
        UUID id = idOf(at);
        OffsetDateTime retryAt = outcome.equals("ok") ? null : at.plusSeconds(5).atOffset(ZoneOffset.UTC);
        api.sql(
                """
                insert into attempt (webhook_id, id, event_key, number, trigger, outcome, status, detail, response, duration_ms, retry_at)
                values ($1, $2, $3, 1, $4, $5, $6::int, $7, $8, $9::int, $10)
                """,
                UUID.fromString(webhookId),
                id,
                eventKey,
                trigger,
                outcome,
                status,
                detail,
                response,
                status == null ? 15_000 : 40,
                retryAt);
        return id.toString();
    }

    private UUID idOf(Instant at) {
        api.sql("select ensure_day($1)", at.atOffset(ZoneOffset.UTC).toLocalDate());
        return new TimeOrderedIds(() -> at).next();
    }
}
