package io.integrator.webhooks.api;

import io.integrator.webhooks.domain.Webhook;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the platform's own people do about integrators. */
final class IntegratorOperations {

    private static final Logger LOG = LoggerFactory.getLogger(IntegratorOperations.class);

    private final IntegratorStore integrators;
    private final WebhookStore webhooks;
    private final WebhookNews news;

    IntegratorOperations(IntegratorStore integrators, WebhookStore webhooks, WebhookNews news) {
        this.integrators = integrators;
        this.webhooks = webhooks;
        this.news = news;
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("putIntegrator", this::put).bind("getIntegrator", this::get).bind("deleteIntegrator", this::delete);
    }

    /** {@code putIntegrator}. The news of it reaches this process's workers by the feed, as it reaches those of others. */
    private Future<Reply> put(Call call) {
        String integratorId = call.text("integratorId");
        return integrators.add(integratorId).map(added -> {
            if (added) {
                LOG.atInfo().addKeyValue("integratorId", integratorId).log("Made an integrator known");
            }
            return Reply.noContent();
        });
    }

    /** {@code getIntegrator}. */
    private Future<Reply> get(Call call) {
        return integrators
                .find(call.text("integratorId"))
                .map(found -> Reply.ok(json(found.orElseThrow(() -> notFound(call)))));
    }

    /**
     * {@code deleteIntegrator}. Its webhooks go one by one, as if it had deleted them; until none is left, for it may register
     * another meanwhile.
     */
    private Future<Reply> delete(Call call) {
        String integratorId = call.text("integratorId");
        return integrators.find(integratorId).compose(found -> {
            if (found.isEmpty()) {
                throw notFound(call);
            }
            return deleteWebhooks(integratorId)
                    .compose(done -> integrators.remove(integratorId))
                    .compose(removed -> {
                        if (!removed) {
                            return delete(call);
                        }
                        LOG.atInfo().addKeyValue("integratorId", integratorId).log("Made an integrator unknown");
                        return Future.succeededFuture(Reply.noContent());
                    });
        });
    }

    private Future<Void> deleteWebhooks(String integratorId) {
        return webhooks.list(integratorId, Optional.empty(), Optional.empty(), WebhookStore.LIMIT_PER_INTEGRATOR)
                .compose(found -> {
                    Future<Void> done = Future.succeededFuture();
                    for (Webhook webhook : found) {
                        done = done.compose(before -> webhooks.delete(integratorId, webhook.id()))
                                .onSuccess(gone -> gone.ifPresent(deleted -> news.publish(
                                        deleted.change(),
                                        deleted.lifecycle(),
                                        "Deleted a webhook with its integrator")))
                                .mapEmpty();
                    }
                    return done;
                });
    }

    private static JsonObject json(IntegratorStore.Known known) {
        return new JsonObject()
                .put("id", known.id())
                .put("createdAt", known.since().toString())
                .put("webhooks", known.webhooks());
    }

    private static ProblemException notFound(Call call) {
        return new ProblemException(Problem.notFound("integrator", call.text("integratorId")));
    }
}
