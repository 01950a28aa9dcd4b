package io.integrator.webhooks.delivery.routing;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.FeedState;
import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.store.OwedStore;
import io.integrator.webhooks.store.TargetStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of changes, and makes good what was routed before they were heard of: events that were recorded since a webhook
 * subscribed to them, and that it has had no attempt at, are taken up.
 */
public final class MissedEvents {

    private static final Logger LOG = LoggerFactory.getLogger(MissedEvents.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Events that other workers routed in ignorance are recorded within this time of the change. */
    private static final Duration SECOND_LOOK = Duration.ofSeconds(5);

    private final List<MessageConsumer<?>> consumers = new ArrayList<>();
    private final Vertx vertx;
    private final Targets targets;
    private final Router router;
    private final TargetStore webhooks;
    private final OwedStore owed;
    private final DeliveryMetrics metrics;
    private boolean stopped;

    public MissedEvents(
            Vertx vertx,
            Targets targets,
            Router router,
            TargetStore webhooks,
            OwedStore owed,
            DeliveryMetrics metrics) {
        this.vertx = vertx;
        this.targets = targets;
        this.router = router;
        this.webhooks = webhooks;
        this.owed = owed;
        this.metrics = metrics;
    }

    /** Starts to listen on the event bus. */
    public void start() {
        consumers.add(
                vertx.eventBus().<WebhookChange>consumer(Addresses.WEBHOOK_CHANGES, message -> heard(message.body())));
        consumers.add(vertx.eventBus().<FeedState>consumer(Addresses.FEED_STATE, message -> heard(message.body())));
    }

    /** Stops listening. */
    public Future<Void> stop() {
        stopped = true;
        return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
                .mapEmpty();
    }

    private void heard(WebhookChange change) {
        targets.changed(change.integratorId());
        if (change.resubscribed()) {
            change.webhookId().ifPresent(webhookId -> makeGood(webhookId, change.changedAt()));
        }
    }

    private void heard(FeedState state) {
        targets.trust(state.live());
        if (state.live()) {
            makeGoodSince(state.since());
        }
    }

    private void makeGoodSince(Instant since) {
        if (!stopped) {
            webhooks.subscribedSince(since)
                    .onSuccess(subscribed -> subscribed.forEach(this::makeGood))
                    .onFailure(failure -> vertx.setTimer(RETRY.toMillis(), again -> makeGoodSince(since)));
        }
    }

    private void makeGood(UUID webhookId, Instant since) {
        router.drained().onComplete(drained -> takeUp(webhookId, since));
        vertx.setTimer(SECOND_LOOK.toMillis(), later -> takeUp(webhookId, since));
    }

    private void takeUp(UUID webhookId, Instant since) {
        if (stopped) {
            return;
        }
        owed.takeUpMissed(webhookId, since)
                .onSuccess(taken -> {
                    metrics.madeGood(taken);
                    if (taken > 0) {
                        LOG.atInfo()
                                .addKeyValue("webhookId", webhookId)
                                .addKeyValue("events", taken)
                                .log("Took up events that were routed before the webhook was known");
                    }
                })
                .onFailure(failure -> vertx.setTimer(RETRY.toMillis(), again -> takeUp(webhookId, since)));
    }
}
