package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.WebhookPath.orNotFound;
import static io.integrator.webhooks.api.WebhookPath.webhookId;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.domain.Webhook;
import io.integrator.webhooks.store.Changed;
import io.integrator.webhooks.store.Creation;
import io.integrator.webhooks.store.WebhookPatch;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The integrator's webhooks. Whatever changes is committed first, then told to the event bus, then answered. */
final class WebhookOperations {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookOperations.class);
    private static final int DEFAULT_PAGE = 20;

    private final WebhookStore webhooks;
    private final WebhookUrls urls;
    private final EventBus bus;

    WebhookOperations(WebhookStore webhooks, WebhookUrls urls, EventBus bus) {
        this.webhooks = webhooks;
        this.urls = urls;
        this.bus = bus;
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("createWebhook", this::urlFaults, this::create)
                .bind("listWebhooks", Cursor::faults, this::list)
                .bind("getWebhook", this::get)
                .bind("updateWebhook", this::urlFaults, this::update)
                .bind("deleteWebhook", this::delete)
                .bind("getWebhookSecret", this::secret);
    }

    /** What the schemas can't tell of a request that gives a url. */
    private Future<List<Fault>> urlFaults(Call call) {
        return call.body().getValue("url") instanceof String url
                ? urls.faultOf(url)
                        .map(fault -> fault.map(detail -> new Fault("/url", detail)).stream()
                                .toList())
                : Future.succeededFuture(List.of());
    }

    /** {@code createWebhook}. */
    private Future<Reply> create(Call call) {
        String integratorId = call.caller().integratorId();
        return webhooks.create(
                        integratorId,
                        call.body().getString("url"),
                        WebhookJson.events(call.body()).orElse(List.of()))
                .map(creation -> answer(creation, integratorId));
    }

    private Reply answer(Creation creation, String integratorId) {
        if (creation instanceof Creation.Created created) {
            publish(created.change(), created.lifecycle(), "Registered a webhook");
            return Reply.ok(WebhookJson.of(created.webhook()));
        }
        if (creation instanceof Creation.LimitReached reached) {
            throw new ProblemException(Problem.conflict("An integrator may have " + reached.limit()
                    + " webhooks, and this one has them; delete one first."));
        }
        throw new ProblemException(Problem.notFound("integrator", integratorId));
    }

    /** {@code listWebhooks}. One more than the page is read, which tells whether another page follows. */
    private Future<Reply> list(Call call) {
        int limit = call.optionalInteger("limit").orElse(DEFAULT_PAGE);
        Optional<UUID> before = call.optionalText("cursor").flatMap(Cursor::read);
        return webhooks.list(call.caller().integratorId(), call.optionalFlag("disabled"), before, limit + 1)
                .map(found -> Reply.ok(page(found, limit)));
    }

    private static JsonObject page(List<Webhook> found, int limit) {
        List<Webhook> page = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit ? Cursor.after(page.get(limit - 1).id()) : null;
        return new JsonObject()
                .put("data", new JsonArray(page.stream().map(WebhookJson::of).toList()))
                .put("next", next);
    }

    /** {@code getWebhook}. */
    private Future<Reply> get(Call call) {
        return webhooks.find(call.caller().integratorId(), webhookId(call))
                .map(found -> orNotFound(found, call))
                .map(webhook -> Reply.ok(WebhookJson.of(webhook)));
    }

    /** {@code updateWebhook}. A request that asks for nothing changes nothing, and is no news. */
    private Future<Reply> update(Call call) {
        if (call.body().isEmpty()) {
            return get(call);
        }
        WebhookPatch patch = new WebhookPatch(
                Optional.ofNullable(call.body().getString("url")),
                WebhookJson.events(call.body()),
                Optional.ofNullable(call.body().getBoolean("disabled")));
        return webhooks.change(call.caller().integratorId(), webhookId(call), patch)
                .map(found -> orNotFound(found, call))
                .map(this::answer);
    }

    private Reply answer(Changed changed) {
        publish(changed.change(), changed.lifecycle(), "Changed a webhook");
        return Reply.ok(WebhookJson.of(changed.webhook()));
    }

    /** {@code deleteWebhook}. */
    private Future<Reply> delete(Call call) {
        return webhooks.delete(call.caller().integratorId(), webhookId(call))
                .map(found -> orNotFound(found, call))
                .map(deleted -> {
                    publish(deleted.change(), deleted.lifecycle(), "Deleted a webhook");
                    return Reply.noContent();
                });
    }

    /** {@code getWebhookSecret}. */
    private Future<Reply> secret(Call call) {
        return webhooks.secret(call.caller().integratorId(), webhookId(call))
                .map(found -> orNotFound(found, call))
                .map(secret -> Reply.unstored(new JsonObject().put("secret", secret.text())));
    }

    private void publish(WebhookChange change, List<LifecycleEvent> lifecycle, String what) {
        bus.publish(Addresses.WEBHOOK_CHANGES, change);
        lifecycle.forEach(event -> bus.publish(Addresses.LIFECYCLE, event));
        LOG.atInfo()
                .addKeyValue("integratorId", change.integratorId())
                .addKeyValue("webhookId", change.webhookId().orElseThrow())
                .log(what);
    }
}
