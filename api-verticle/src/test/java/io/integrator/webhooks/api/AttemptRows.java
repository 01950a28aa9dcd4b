package io.integrator.webhooks.api;

import io.integrator.webhooks.store.Partitions;
import io.integrator.webhooks.store.TimeOrderedIds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Attempts as a worker's journal leaves them in the database of {@link ApiUnderTest}. */
final class AttemptRows {

    private static final TimeOrderedIds IDS = new TimeOrderedIds(InstantSource.system());

    private final ApiUnderTest api;
    private final UUID webhook;
    private final UUID event = IDS.next();

    AttemptRows(ApiUnderTest api, String integrator, String webhookId) {
        this.api = api;
        this.webhook = UUID.fromString(webhookId);
        new Partitions(api.pool)
                .ensure()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        api.sql("""
                insert into event (integrator_id, key, id, type, occurred_at, body)
                values ($1, $2, $3, 'payment.completed', now(), '{}')""", integrator, event, "evt-" + event);
    }

    String eventId() {
        return "evt-" + event;
    }

    /** Records one that has just been made; gives its id. */
    String add() {
        return add(Duration.ofMillis(7));
    }

    /** Records one that ended just now and took so long; gives its id. */
    String add(Duration duration) {
        UUID id = new TimeOrderedIds(() -> Instant.now().minus(duration)).next();
        api.sql("""
                insert into attempt (webhook_id, id, event_key, number, trigger, outcome, status, duration_ms)
                values ($1, $2, $3, 1, 'first', 'http_status', 500, $4)""", webhook, id, event, (int) duration.toMillis());
        return id.toString();
    }

    /** Records so many at once, each with a long detail. */
    void addMany(int count, int detailLength) {
        api.sql("""
                insert into attempt (webhook_id, id, event_key, number, trigger, outcome, detail, duration_ms)
                select $1, (left(uuid_at(clock_timestamp())::text, 15) || right(gen_random_uuid()::text, 21))::uuid,
                    $2, 1, 'first', 'timeout', repeat('x', $3), 5
                from generate_series(1, $4)""", webhook, event, detailLength, count);
    }

    /** What a journal does to the webhook with a failure. */
    void countFailures(int failureCount) {
        api.sql("update webhook set failure_count = $2 where id = $1", webhook, failureCount);
    }
}
