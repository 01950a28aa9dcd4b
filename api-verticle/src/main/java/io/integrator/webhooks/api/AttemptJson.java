package io.integrator.webhooks.api;

import io.integrator.webhooks.store.AttemptLog.Detailed;
import io.integrator.webhooks.store.AttemptLog.Logged;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** An attempt as the contract writes it. */
final class AttemptJson {

    /** Stands for every signature, which is as good as a password for as long as receivers take its timestamp. */
    private static final String REDACTED = "v1,…";

    private AttemptJson() {}

    static JsonObject of(Logged attempt) {
        return new JsonObject()
                .put("id", attempt.id().toString())
                .put("eventId", attempt.eventId().orElse(null))
                .put("type", attempt.type().orElse(null))
                .put("number", attempt.number())
                .put("trigger", attempt.trigger())
                .put("outcome", attempt.outcome())
                .put("status", attempt.status().orElse(null))
                .put("detail", attempt.detail().orElse(null))
                .put("startedAt", attempt.startedAt().toString())
                .put("durationMs", attempt.duration().toMillis())
                .put("retryAt", Times.text(attempt.retryAt()));
    }

    /** With what was sent and what came back. */
    static JsonObject of(Detailed attempt) {
        return of(attempt.attempt())
                .put(
                        "request",
                        attempt.body()
                                .map(body -> request(attempt.attempt(), body))
                                .orElse(null))
                .put("response", attempt.response().orElse(null));
    }

    private static JsonObject request(Logged attempt, Buffer body) {
        long timestamp = attempt.startedAt().getEpochSecond();
        JsonObject headers = new JsonObject()
                .put("webhook-id", attempt.eventId().orElseThrow())
                .put("webhook-timestamp", Long.toString(timestamp))
                .put("webhook-signature", REDACTED)
                .put("content-type", "application/json");
        return new JsonObject().put("headers", headers).put("body", body.toString());
    }
}
