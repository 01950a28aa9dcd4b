package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.WebhookPath.webhookId;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventBody;
import io.integrator.webhooks.domain.ServiceType;
import io.integrator.webhooks.store.AttemptLog;
import io.integrator.webhooks.store.AttemptLog.Logged;
import io.integrator.webhooks.store.AttemptRequest;
import io.integrator.webhooks.store.RequestedAttemptStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.tracing.TracedLine;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attempts that somebody asks for. A worker of this process or another makes them, by what stands in the database. */
final class RequestedAttemptOperations {

    private static final Logger LOG = LoggerFactory.getLogger(RequestedAttemptOperations.class);

    /** What a worker may take to hear of a request, and to record what came of it, besides the send. */
    private static final Duration MARGIN = Duration.ofSeconds(3);

    /** How often to look whether news has been missed. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final RequestedAttemptStore requests;
    private final AttemptLog attempts;
    private final SettledRequests settledRequests;
    private final TimeOrderedIds ids;
    private final InstantSource clock;
    private final Duration patience;

    /** @param sendDeadline what a worker's request takes at most */
    RequestedAttemptOperations(
            RequestedAttemptStore requests,
            AttemptLog attempts,
            SettledRequests settledRequests,
            TimeOrderedIds ids,
            InstantSource clock,
            Duration sendDeadline) {
        this.requests = requests;
        this.attempts = attempts;
        this.settledRequests = settledRequests;
        this.ids = ids;
        this.clock = clock;
        this.patience = sendDeadline.plus(MARGIN);
    }

    /** A test under way: what a caller waits for. */
    private record Test(UUID requestId, UUID webhookId, DomainEvent event, Instant latest) {}

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("testWebhook", this::test).bind("resendEvent", this::resend);
    }

    /** {@code testWebhook}. */
    private Future<Reply> test(Call call) {
        UUID webhookId = webhookId(call);
        Test test = new Test(
                ids.next(),
                webhookId,
                testEvent(call.caller().integratorId(), webhookId),
                clock.instant().plus(patience));
        settledRequests.expect(test.requestId);
        return requests.requestTest(test.requestId, webhookId, test.event, call.trace())
                .map(request -> taken(request, call))
                .compose(taken -> attemptOf(test))
                .onComplete(done -> settledRequests.forget(test.requestId))
                .compose(attempt -> attempt.map(AttemptJson::of)
                        .map(Reply::ok)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> giveUp(test)));
    }

    private DomainEvent testEvent(String integratorId, UUID webhookId) {
        UUID key = ids.next();
        String id = "test_" + key;
        Instant now = TimeOrderedIds.instantOf(key);
        Buffer data = Buffer.buffer(
                new JsonObject().put("webhookId", webhookId.toString()).encode(), UTF_8.name());
        return new DomainEvent(
                key, integratorId, id, ServiceType.TEST, now, EventBody.of(id, ServiceType.TEST, now, data));
    }

    /** The attempt once it is recorded; empty when there won't be one, or not in time. */
    private Future<Optional<Logged>> attemptOf(Test test) {
        Duration left = Duration.between(clock.instant(), test.latest);
        Duration wait = left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY;
        return settledRequests
                .settledWithin(test.requestId, wait)
                .compose(settled -> attempts.findFirst(test.event.integratorId(), test.webhookId, test.event.key())
                        .compose(found -> found.isPresent() || settled || left.compareTo(wait) <= 0
                                ? Future.succeededFuture(found)
                                : attemptOf(test)));
    }

    /** What isn't on its way isn't to arrive after its caller was told that it won't. */
    private Future<Reply> giveUp(Test test) {
        return requests.withdraw(test.requestId)
                .compose(withdrawn -> Future.failedFuture(new ProblemException(Problem.serviceUnavailable(
                        "No worker has made the attempt in time; try again, and see the webhook's attempts for one that came"
                                + " late.",
                        RETRY_AFTER))));
    }

    /** {@code resendEvent}. */
    private Future<Reply> resend(Call call) {
        UUID webhookId = webhookId(call);
        String integratorId = call.caller().integratorId();
        // The webhook comes first, whatever is asked of it; no event has an empty id.
        String eventId = EventPath.eventId(call).orElse("");
        return requests.requestResend(ids.next(), integratorId, webhookId, eventId, call.trace())
                .map(request -> taken(request, call))
                .map(taken -> {
                    TracedLine.of(LOG.atInfo(), call.trace())
                            .addKeyValue("integratorId", integratorId)
                            .addKeyValue("webhookId", webhookId)
                            .addKeyValue("eventId", eventId)
                            .log("Took a request to send an event again");
                    return Reply.accepted(new JsonObject()
                            .put("eventId", eventId)
                            .put("webhookId", webhookId.toString())
                            .put("requestedAt", taken.requestedAt().toString()));
                });
    }

    private static AttemptRequest.Taken taken(AttemptRequest request, Call call) {
        if (request instanceof AttemptRequest.Taken taken) {
            return taken;
        }
        if (request instanceof AttemptRequest.UnknownWebhook) {
            throw WebhookPath.notFound(call);
        }
        if (request instanceof AttemptRequest.UnknownEvent) {
            throw EventPath.notFound(call);
        }
        if (request instanceof AttemptRequest.TooMany tooMany) {
            throw new ProblemException(Problem.conflict("This webhook has " + tooMany.limit()
                    + " attempts that were asked for and haven't been made; wait until some are."));
        }
        throw new ProblemException(
                Problem.conflict(
                        "The webhook is disabled, and nothing is posted to it; enable it first: PATCH it with disabled: false."));
    }
}
