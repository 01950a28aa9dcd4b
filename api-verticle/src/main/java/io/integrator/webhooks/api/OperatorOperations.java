package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.WebhookPath.orNotFound;
import static io.integrator.webhooks.api.WebhookPath.webhookId;

import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.store.Changed;
import io.integrator.webhooks.store.OperatorStore;
import io.integrator.webhooks.store.OperatorStore.Standing;
import io.integrator.webhooks.store.WebhookPatch;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Webhooks across integrators, for the platform's own people. */
final class OperatorOperations {

    private static final int DEFAULT_PAGE = 20;
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
        int limit = call.optionalInteger("limit").orElse(DEFAULT_PAGE);
        return overview.list(
                        call.optionalFlag("disabled"),
                        call.optionalText("integrator"),
                        call.optionalText("cursor").flatMap(Cursor::read),
                        limit + 1)
                .map(found -> Reply.ok(page(found, limit)));
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

    private static JsonObject page(List<Standing> found, int limit) {
        List<Standing> page = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit
                ? Cursor.after(page.get(limit - 1).webhook().id())
                : null;
        return new JsonObject()
                .put(
                        "data",
                        new JsonArray(
                                page.stream().map(OperatorOperations::json).toList()))
                .put("next", next);
    }

    private static JsonObject json(Standing standing) {
        return new JsonObject()
                .put("integratorId", standing.webhook().integratorId())
                .put("webhook", WebhookJson.of(standing.webhook()))
                .put("failingSince", text(standing.failingSince()))
                .put(
                        "disabledReason",
                        standing.disabledReason().map(DisabledReason::wireName).orElse(null))
                .put("disabledAt", text(standing.disabledAt()));
    }

    private static String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }
}
