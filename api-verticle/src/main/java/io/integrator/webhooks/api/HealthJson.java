package io.integrator.webhooks.api;

import io.integrator.webhooks.store.WebhookHealth;
import io.integrator.webhooks.store.WebhookHealth.Breaker;
import io.integrator.webhooks.store.WebhookHealth.Failure;
import io.integrator.webhooks.store.WebhookHealth.LastDay;
import io.integrator.webhooks.store.WebhookHealth.Success;
import io.vertx.core.json.JsonObject;

/** A webhook's health as the contract writes it. */
final class HealthJson {

    private HealthJson() {}

    static JsonObject of(WebhookHealth health) {
        return new JsonObject()
                .put("state", state(health))
                .put("failureCount", health.failureCount())
                .put("failingSince", Times.text(health.failingSince()))
                .put("disabledAt", Times.text(health.disabledAt()))
                .put("disabledReason", health.disabledReason().orElse(null))
                .put(
                        "lastSuccess",
                        health.lastSuccess().map(HealthJson::success).orElse(null))
                .put(
                        "lastFailure",
                        health.lastFailure().map(HealthJson::failure).orElse(null))
                .put("owed", health.owed())
                .put("held", health.held())
                .put("oldestOwedAt", Times.text(health.oldestOwedAt()))
                .put("nextAttemptAt", Times.text(health.nextAttemptAt()))
                .put("breaker", breaker(health.breaker()))
                .put("lastDay", lastDay(health.lastDay()));
    }

    private static String state(WebhookHealth health) {
        if (health.disabled()) {
            return "disabled";
        }
        return health.failureCount() > 0 ? "failing" : "healthy";
    }

    private static JsonObject success(Success success) {
        return new JsonObject()
                .put("attemptId", success.attemptId().toString())
                .put("at", success.at().toString())
                .put("status", success.status());
    }

    private static JsonObject failure(Failure failure) {
        return new JsonObject()
                .put("attemptId", failure.attemptId().toString())
                .put("at", failure.at().toString())
                .put("status", failure.status().orElse(null))
                .put("outcome", failure.outcome())
                .put("detail", failure.detail().orElse(null));
    }

    private static JsonObject breaker(Breaker breaker) {
        return breaker instanceof Breaker.Open open
                ? new JsonObject()
                        .put("state", "open")
                        .put("probeAt", open.probeAt().toString())
                : new JsonObject().put("state", "closed").put("probeAt", null);
    }

    private static JsonObject lastDay(LastDay day) {
        Double successRate = day.attempts() == 0 ? null : (double) day.succeeded() / day.attempts();
        return new JsonObject()
                .put("attempts", day.attempts())
                .put("successRate", successRate)
                .put(
                        "latencyMs",
                        day.latency()
                                .map(latency -> new JsonObject()
                                        .put("p50", latency.p50())
                                        .put("p95", latency.p95()))
                                .orElse(null));
    }
}
