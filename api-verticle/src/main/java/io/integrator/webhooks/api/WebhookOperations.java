package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.WebhookPath.orNotFound;
import static io.integrator.webhooks.api.WebhookPath.webhookId;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Webhook;
import io.integrator.webhooks.store.Changed;
import io.integrator.webhooks.store.Creation;
import io.integrator.webhooks.store.IdempotencyStore;
import io.integrator.webhooks.store.IdempotentRequest;
import io.integrator.webhooks.store.Page;
import io.integrator.webhooks.store.WebhookPatch;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The integrator's webhooks. Whatever changes is committed first, then told to the event bus, then answered. */
final class WebhookOperations {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final WebhookStore webhooks;
    private final IdempotencyStore keys;
    private final WebhookUrls urls;
    private final WebhookNews news;

    WebhookOperations(WebhookStore webhooks, IdempotencyStore keys, WebhookUrls urls, WebhookNews news) {
        this.webhooks = webhooks;
        this.keys = keys;
        this.urls = urls;
        this.news = news;
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("createWebhook", this::creationFaults, this::create)
                .bind("listWebhooks", Cursor::faults, this::list)
                .bind("getWebhook", this::get)
                .bind("updateWebhook", this::updateFaults, this::update)
                .bind("deleteWebhook", this::delete);
    }

    /** What the schemas can't tell of a request that gives a url. */
    private Future<List<Fault>> urlFaults(Call call) {
        return call.body().getValue("url") instanceof String url
                ? urls.faultOf(url)
                        .map(fault -> fault.map(detail -> new Fault("/url", detail)).stream()
                                .toList())
                : Future.succeededFuture(List.of());
    }

    /** A repetition is answered like the first request, even if the url's host has moved to where nothing may be posted. */
    private Future<List<Fault>> creationFaults(Call call) {
        return call.optionalText(IDEMPOTENCY_KEY)
                .map(key -> keys.isKnown(call.caller().integratorId(), key))
                .orElse(Future.succeededFuture(false))
                .compose(repeated -> repeated ? Future.succeededFuture(List.of()) : urlFaults(call));
    }

    private Future<List<Fault>> updateFaults(Call call) {
        return urlFaults(call).map(faults -> {
            List<Fault> all = new ArrayList<>(EntityTag.faults(call));
            all.addAll(faults);
            return all;
        });
    }

    /** {@code createWebhook}. */
    private Future<Reply> create(Call call) {
        String integratorId = call.caller().integratorId();
        String url = call.body().getString("url");
        List<EventType> events = WebhookJson.events(call.body()).orElse(List.of());
        return call.optionalText(IDEMPOTENCY_KEY)
                .map(key -> new IdempotentRequest(key, RequestHash.of(call.body()), WebhookOperations::bytes))
                .map(request -> webhooks.create(integratorId, url, events, request))
                .orElseGet(() -> webhooks.create(integratorId, url, events))
                .map(creation -> answer(creation, integratorId));
    }

    private static Buffer bytes(Webhook webhook) {
        return WebhookJson.of(webhook).toBuffer();
    }

    private Reply answer(Creation creation, String integratorId) {
        if (creation instanceof Creation.Created created) {
            news.publish(created.change(), created.lifecycle(), "Registered a webhook");
            return reply(created.webhook());
        }
        if (creation instanceof Creation.Repeated repeated) {
            return reply(new JsonObject(repeated.answer()));
        }
        if (creation instanceof Creation.KeyTaken) {
            throw new ProblemException(Problem.unprocessableContent(
                    "This Idempotency-Key stands for a request with another body; take a new one."));
        }
        if (creation instanceof Creation.LimitReached reached) {
            throw new ProblemException(Problem.conflict("An integrator may have " + reached.limit()
                    + " webhooks, and this one has them; delete one first."));
        }
        throw new ProblemException(Problem.notFound("integrator", integratorId));
    }

    /** {@code listWebhooks}. One more than the page is read, which tells whether another page follows. */
    private Future<Reply> list(Call call) {
        PageRequest request = PageRequest.of(call);
        int limit = request.limit();
        return webhooks.list(call.caller().integratorId(), call.optionalFlag("disabled"), request.before(), limit + 1)
                .map(found -> Reply.ok(PageJson.of(Page.of(found, limit, Webhook::id), WebhookJson::of)));
    }

    /** {@code getWebhook}. */
    private Future<Reply> get(Call call) {
        return webhooks.find(call.caller().integratorId(), webhookId(call))
                .map(found -> orNotFound(found, call))
                .map(WebhookOperations::reply);
    }

    /** {@code updateWebhook}. A request that asks for nothing changes nothing, and is no news. */
    private Future<Reply> update(Call call) {
        if (call.body().isEmpty()) {
            return webhooks.find(call.caller().integratorId(), webhookId(call))
                    .map(found -> orNotFound(found, call))
                    .map(webhook -> requireMatch(call, webhook))
                    .map(WebhookOperations::reply);
        }
        WebhookPatch patch = new WebhookPatch(
                Optional.ofNullable(call.body().getString("url")),
                WebhookJson.events(call.body()),
                Optional.ofNullable(call.body().getBoolean("disabled")));
        return webhooks.change(
                        call.caller().integratorId(), webhookId(call), patch, before -> requireMatch(call, before))
                .map(found -> orNotFound(found, call))
                .map(this::answer);
    }

    private Reply answer(Changed changed) {
        news.publish(changed.change(), changed.lifecycle(), "Changed a webhook");
        return reply(changed.webhook());
    }

    /** The webhook when it is as the request's {@code If-Match} has it, or 412. */
    private static Webhook requireMatch(Call call, Webhook webhook) {
        EntityTag.require(call, WebhookJson.of(webhook));
        return webhook;
    }

    private static Reply reply(Webhook webhook) {
        return reply(WebhookJson.of(webhook));
    }

    private static Reply reply(JsonObject representation) {
        return Reply.ok(representation).with(EntityTag.HEADER, EntityTag.of(representation));
    }

    /** {@code deleteWebhook}. */
    private Future<Reply> delete(Call call) {
        return webhooks.delete(call.caller().integratorId(), webhookId(call))
                .map(found -> orNotFound(found, call))
                .map(deleted -> {
                    news.publish(deleted.change(), deleted.lifecycle(), "Deleted a webhook");
                    return Reply.noContent();
                });
    }
}
