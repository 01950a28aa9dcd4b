package io.integrator.webhooks.delivery.retry;

import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.delivery.journal.Journal;
import io.integrator.webhooks.delivery.journal.JournalEntry;
import io.integrator.webhooks.delivery.journal.JournalRow;
import io.integrator.webhooks.delivery.journal.OutcomeRecorder;
import io.integrator.webhooks.delivery.routing.Targets;
import io.integrator.webhooks.delivery.sending.Lanes;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.domain.Trigger;
import io.integrator.webhooks.store.OwedStore;
import io.integrator.webhooks.store.OwedStore.Claimed;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims owed deliveries that are due and offers them to the lanes that first attempts go through. Of one event loop. */
public final class OwedDeliveries {

    private static final Logger LOG = LoggerFactory.getLogger(OwedDeliveries.class);
    private static final int LANES = 64;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final OwedStore store;
    private final Targets targets;
    private final Lanes lanes;
    private final OutcomeRecorder recorder;
    private final Journal journal;
    private final Duration interval;
    private final Duration lease;
    private final DeliveryMetrics metrics;
    private long timer;
    private int underWay;
    private int lowWater;
    private boolean looking;
    private boolean failing;
    private boolean stopped;

    /**
     * @param interval how often to look
     * @param lease    how long what is claimed is this worker's; longer than a send can take
     */
    public OwedDeliveries(
            Vertx vertx,
            OwedStore store,
            Targets targets,
            Lanes lanes,
            OutcomeRecorder recorder,
            Journal journal,
            Duration interval,
            Duration lease,
            DeliveryMetrics metrics) {
        this.vertx = vertx;
        this.store = store;
        this.targets = targets;
        this.lanes = lanes;
        this.recorder = recorder;
        this.journal = journal;
        this.interval = interval;
        this.lease = lease;
        this.metrics = metrics;
    }

    /** Starts to look. */
    public void start() {
        timer = vertx.setTimer(interval.toMillis(), due -> look());
    }

    /** Claims nothing more. */
    public void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** Whether nothing is claimed whose outcome isn't durable yet. */
    public boolean isIdle() {
        return underWay == 0 && !looking;
    }

    private void look() {
        if (stopped) {
            return;
        }
        vertx.cancelTimer(timer);
        looking = true;
        lowWater = -1;
        int places = lanes.placesForRetries() - underWay;
        Future<Integer> claimed = places > 0 ? claim(places) : Future.succeededFuture(0);
        claimed.onComplete(done -> {
            looking = false;
            // There may be more of what there was, for which its lane had no room: look again before the interval ends,
            // when half of what is under way is done.
            lowWater = done.succeeded() && underWay > 0 ? underWay / 2 : -1;
            timer = vertx.setTimer(interval.toMillis(), due -> look());
        });
    }

    private Future<Integer> claim(int places) {
        return store.claim(Math.min(LANES, places), places, lanes.rooms(), UUID.randomUUID(), lease)
                .compose(claimed -> targetsOf(claimed).map(found -> {
                    claimed.forEach(one -> offer(one, found));
                    return claimed.size();
                }))
                .onSuccess(claimed -> failing = false)
                .onFailure(this::failed);
    }

    private Future<Map<UUID, Target>> targetsOf(List<Claimed> claimed) {
        Set<String> integrators = claimed.stream().map(Claimed::integratorId).collect(Collectors.toSet());
        return targets.byWebhook(integrators);
    }

    private void offer(Claimed claimed, Map<UUID, Target> found) {
        underWay++;
        metrics.takenUp(Duration.between(TimeOrderedIds.instantOf(claimed.eventKey()), claimedAt(claimed)));
        Target target = found.get(claimed.webhookId());
        if (target == null || stopped) {
            // Not heard of yet, or deleted, in which case the row is gone too.
            doneWhen(append(new JournalRow.Rescheduled(returned(claimed))));
            return;
        }
        if (claimed.event().isEmpty()) {
            doneWhen(append(new JournalRow.Settled(new OwedStore.Settled(
                    claimed.webhookId(), claimed.eventKey(), claimed.lease().token()))));
            return;
        }
        if (claimed.probes() > 0) {
            lanes.adoptBreaker(claimed.webhookId(), claimed.probes());
        }
        Delivery delivery = new Delivery(
                target,
                claimed.event().get(),
                claimed.number(),
                Trigger.RETRY,
                Optional.of(claimed.lease()),
                claimed.asked());
        doneWhen(recorder.follow(lanes.enter(delivery), delivery));
    }

    private OwedStore.Owed returned(Claimed claimed) {
        return new OwedStore.Owed(
                claimed.webhookId(),
                claimed.eventKey(),
                claimed.number(),
                claimedAt(claimed).plus(SOON),
                claimed.lease().token());
    }

    private Instant claimedAt(Claimed claimed) {
        return claimed.lease().until().minus(lease);
    }

    private Future<Void> append(JournalRow row) {
        return journal.append(JournalEntry.ofOwed(List.of(row)));
    }

    private void doneWhen(Future<Void> durable) {
        durable.onComplete(done -> {
            underWay--;
            if (!looking && underWay <= lowWater) {
                look();
            }
        });
    }

    private void failed(Throwable cause) {
        if (!failing) {
            failing = true;
            LOG.atWarn().setCause(cause).log("Owed deliveries can't be claimed at present");
        }
    }
}
