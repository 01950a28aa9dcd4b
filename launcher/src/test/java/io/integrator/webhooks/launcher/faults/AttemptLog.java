package io.integrator.webhooks.launcher.faults;

import io.integrator.webhooks.launcher.process.TestDatabase;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the service has recorded of its attempts, and what it says of their times. */
record AttemptLog(TestDatabase database) {

    private static final String ALL = """
            select json_agg(json_build_object('event', event.id, 'webhook', substring(webhook.url from '[^/]+$'),
                'id', attempt.id, 'number', attempt.number, 'timedOut', attempt.outcome = 'timeout', 'retryAt', attempt.retry_at)
                order by attempt.id)
            from attempt
            join event on event.key = attempt.event_key
            join webhook on webhook.id = attempt.webhook_id""";

    /**
     * An attempt.
     *
     * @param startedAt to the millisecond
     * @param timedOut  whether its time was over before it was answered, which says nothing of whether it arrived
     * @param retryAt   when the next was to come; empty when none was
     */
    record Entry(int number, Instant startedAt, boolean timedOut, Optional<Instant> retryAt) {}

    /** The attempts at each delivery, in the order of their starts. */
    Map<Due, List<Entry>> byDelivery() {
        Map<Due, List<Entry>> attempts = new HashMap<>();
        for (Object each : new JsonArray(database.value(ALL))) {
            JsonObject row = (JsonObject) each;
            Due due = new Due(row.getString("event"), row.getString("webhook"));
            attempts.computeIfAbsent(due, first -> new ArrayList<>()).add(entry(row));
        }
        return attempts;
    }

    private static Entry entry(JsonObject row) {
        return new Entry(
                row.getInteger("number"),
                TimeOrderedIds.instantOf(UUID.fromString(row.getString("id"))),
                row.getBoolean("timedOut"),
                Optional.ofNullable(row.getString("retryAt"))
                        .map(text -> OffsetDateTime.parse(text).toInstant()));
    }
}
