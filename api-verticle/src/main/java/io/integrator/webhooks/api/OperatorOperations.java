package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.WebhookPath.orNotFound;
import static io.integrator.webhooks.api.WebhookPath.webhookId;

import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.store.Changed;
import io.integrator.webhooks.store.OperatorStore;
import io.integrator.webhooks.store.OperatorStore.Standing;
import io.integrator.webhooks.store.Page;
import io.integrator.webhooks.store.WebhookPatch;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** Webhooks across integrators, for the platform's own people. */
final class OperatorOperations {

    private static final WebhookPatch ENABLE = new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(false));

    private final OperatorStore overview;
    private final WebhookStore webhooks;
    private final WebhookNews news;

    OperatorOperations(OperatorStore overview, WebhookStore webhooks, WebhookNews news) {
        this.overview = overview;
        this.webhooks = webhooks;
        this.news = news;
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("listAllWebhooks", Cursor::faults, this::list).bind("enableWebhook", this::enable);
    }

    /** {@code listAllWebhooks}. One more than the page is read, which tells whether another page follows. */
    private Future<Reply> list(Call call) {
        PageRequest request = PageRequest.of(call);
        int limit = request.limit();
        return overview.list(
                        call.optionalFlag("disabled"), call.optionalText("integrator"), request.before(), limit + 1)
                .map(found -> Reply.ok(PageJson.of(
                        Page.of(found, limit, standing -> standing.webhook().id()), OperatorOperations::json)));
    }

    /** {@code enableWebhook}. */
    private Future<Reply> enable(Call call) {
        UUID webhookId = webhookId(call);
        return overview.integratorOf(webhookId)
                .compose(integrator -> webhooks.change(orNotFound(integrator, call), webhookId, ENABLE))
                .map(found -> answer(orNotFound(found, call)));
    }

    private Reply answer(Changed changed) {
        news.publish(changed.change(), changed.lifecycle(), "Enabled a webhook for its integrator");
        return Reply.ok(WebhookJson.of(changed.webhook()));
    }

    private static JsonObject json(Standing standing) {
        return new JsonObject()
                .put("integratorId", standing.webhook().integratorId())
                .put("webhook", WebhookJson.of(standing.webhook()))
                .put("failingSince", Times.text(standing.failingSince()))
                .put(
                        "disabledReason",
                        standing.disabledReason().map(DisabledReason::wireName).orElse(null))
                .put("disabledAt", Times.text(standing.disabledAt()));
    }
}
