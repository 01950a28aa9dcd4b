package io.integrator.webhooks.api;

import io.integrator.webhooks.store.AttemptLog.Logged;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** An attempt as the contract writes it. */
final class AttemptJson {

    private AttemptJson() {}

    static JsonObject of(Logged attempt) {
        return new JsonObject()
                .put("id", attempt.id().toString())
                .put("eventId", attempt.eventId())
                .put("type", attempt.type())
                .put("number", attempt.number())
                .put("trigger", attempt.trigger())
                .put("outcome", attempt.outcome())
                .put("status", attempt.status().orElse(null))
                .put("detail", attempt.detail().orElse(null))
                .put("startedAt", attempt.startedAt().toString())
                .put("durationMs", attempt.duration().toMillis())
                .put("retryAt", attempt.retryAt().map(Instant::toString).orElse(null));
    }
}
