package io.integrator.webhooks.delivery.routing;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.FeedState;
import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.delivery.sending.Lanes;
import io.integrator.webhooks.store.RecoveryStore;
import io.integrator.webhooks.store.TargetStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** By then every worker has heard of the change, or knows that it doesn't hear, and has recorded what it routed before. */
    private static final Duration SECOND_LOOK = Duration.ofSeconds(15);

    private final List<MessageConsumer<?>> consumers = new ArrayList<>();
    private final Vertx vertx;
    private final Targets targets;
    private final Router router;
    private final Lanes lanes;
    private final TargetStore webhooks;
    private final RecoveryStore recovery;
    private final DeliveryMetrics metrics;
    private boolean stopped;

    public MissedEvents(
            Vertx vertx,
            Targets targets,
            Router router,
            Lanes lanes,
            TargetStore webhooks,
            RecoveryStore recovery,
            DeliveryMetrics metrics) {
        this.vertx = vertx;
        this.targets = targets;
        this.router = router;
        this.lanes = lanes;
        this.webhooks = webhooks;
        this.recovery = recovery;
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
        change.webhookId().ifPresent(lanes::changed);
        if (change.resubscribed()) {
            change.webhookId().ifPresent(webhookId -> makeGood(Map.of(webhookId, change.changedAt())));
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
                    .onSuccess(this::makeGood)
                    .onFailure(failure -> vertx.setTimer(RETRY.toMillis(), again -> makeGoodSince(since)));
        }
    }

    private void makeGood(Map<UUID, Instant> subscribed) {
        router.drained().onComplete(drained -> takeUp(new ArrayDeque<>(subscribed.entrySet())));
        vertx.setTimer(SECOND_LOOK.toMillis(), later -> takeUp(new ArrayDeque<>(subscribed.entrySet())));
    }

    /** One after the other, so that a thousand registrations don't take every connection. */
    private void takeUp(ArrayDeque<Map.Entry<UUID, Instant>> subscribed) {
        Map.Entry<UUID, Instant> next = subscribed.peek();
        if (stopped || next == null) {
            return;
        }
        recovery.takeUpMissed(next.getKey(), next.getValue())
                .onSuccess(taken -> {
                    tookUp(next.getKey(), taken);
                    subscribed.poll();
                    takeUp(subscribed);
                })
                .onFailure(failure -> vertx.setTimer(RETRY.toMillis(), again -> takeUp(subscribed)));
    }

    private void tookUp(UUID webhookId, int events) {
        metrics.madeGood(events);
        if (events > 0) {
            LOG.atInfo()
                    .addKeyValue("webhookId", webhookId)
                    .addKeyValue("events", events)
                    .log("Took up events that were routed before the webhook was known");
        }
    }
}
