package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.WebhookPath.orNotFound;
import static io.integrator.webhooks.api.WebhookPath.webhookId;

import io.integrator.webhooks.store.HealthStore;
import io.vertx.core.Future;

/** How a webhook fares. */
final class HealthOperations {

    private final HealthStore health;

    HealthOperations(HealthStore health) {
        this.health = health;
    }

    /** Binds its operation to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("getWebhookHealth", this::get);
    }

    /** {@code getWebhookHealth}. */
    private Future<Reply> get(Call call) {
        return health.find(call.caller().integratorId(), webhookId(call))
                .map(found -> orNotFound(found, call))
                .map(webhook -> Reply.ok(HealthJson.of(webhook)));
    }
}
