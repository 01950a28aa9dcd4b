package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.WebhookPath.orNotFound;
import static io.integrator.webhooks.api.WebhookPath.webhookId;

import io.integrator.webhooks.store.AttemptFilter;
import io.integrator.webhooks.store.AttemptLog;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** What was sent to a webhook, and what came of it. */
final class AttemptOperations {

    private final WebhookStore webhooks;
    private final AttemptLog attempts;

    AttemptOperations(WebhookStore webhooks, AttemptLog attempts) {
        this.webhooks = webhooks;
        this.attempts = attempts;
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("listAttempts", Cursor::faults, this::list).bind("getAttempt", this::get);
    }

    /** {@code listAttempts}. */
    private Future<Reply> list(Call call) {
        PageRequest request = PageRequest.of(call);
        AttemptFilter filter = new AttemptFilter(
                call.optionalText("outcome"), call.optionalText("type"), call.optionalText("eventId"), request.range());
        return ofWebhook(call)
                .compose(webhookId -> attempts.list(
                        call.caller().integratorId(), webhookId, filter, request.before(), request.limit()))
                .map(page -> Reply.ok(PageJson.of(page, AttemptJson::of)));
    }

    /** {@code getAttempt}. */
    private Future<Reply> get(Call call) {
        String attemptId = call.text("attemptId");
        return ofWebhook(call)
                .compose(webhookId -> WebhookPath.uuid(attemptId)
                        .map(id -> attempts.detailed(call.caller().integratorId(), webhookId, id))
                        .orElse(Future.succeededFuture(Optional.empty())))
                .map(found -> found.orElseThrow(() -> new ProblemException(Problem.notFound("attempt", attemptId))))
                .map(attempt -> Reply.ok(AttemptJson.of(attempt)));
    }

    /** The webhook that the path names; 404 when it isn't the caller's. */
    private Future<UUID> ofWebhook(Call call) {
        UUID webhookId = webhookId(call);
        return webhooks.find(call.caller().integratorId(), webhookId)
                .map(found -> orNotFound(found, call).id());
    }
}
