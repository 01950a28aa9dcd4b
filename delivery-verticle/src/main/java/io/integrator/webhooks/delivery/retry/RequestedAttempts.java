package io.integrator.webhooks.delivery.retry;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.AttemptRequested;
import io.integrator.webhooks.delivery.journal.Bookkeeper;
import io.integrator.webhooks.delivery.journal.Journal;
import io.integrator.webhooks.delivery.journal.JournalEntry;
import io.integrator.webhooks.delivery.journal.JournalRow;
import io.integrator.webhooks.delivery.routing.Targets;
import io.integrator.webhooks.delivery.sending.Lanes;
import io.integrator.webhooks.delivery.sending.Passage;
import io.integrator.webhooks.delivery.sending.Ticket;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Lease;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.store.RequestedAttemptStore;
import io.integrator.webhooks.store.RequestedAttemptStore.Claimed;
import io.integrator.webhooks.tracing.TracedLine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims the attempts that somebody asked for, when it hears of them and from time to time, and offers them to the lanes that
 * all others go through. What a lane can't take soon is given back. Of one event loop.
 */
public final class RequestedAttempts {

    private static final Logger LOG = LoggerFactory.getLogger(RequestedAttempts.class);
    private static final int LIMIT = 64;

    /** What a lost notification or a full lane costs. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final RequestedAttemptStore store;
    private final Targets targets;
    private final Lanes lanes;
    private final Bookkeeper bookkeeper;
    private final Journal journal;
    private final Duration lease;
    private final Set<Lease> offered = new HashSet<>();
    private MessageConsumer<AttemptRequested> consumer;
    private long timer;
    private int underWay;
    private boolean looking;
    private boolean lookAgain;
    private boolean failing;
    private boolean stopped;

    /** @param lease how long what is claimed is this worker's; longer than a send can take */
    public RequestedAttempts(
            Vertx vertx,
            RequestedAttemptStore store,
            Targets targets,
            Lanes lanes,
            Bookkeeper bookkeeper,
            Journal journal,
            Duration lease) {
        this.vertx = vertx;
        this.store = store;
        this.targets = targets;
        this.lanes = lanes;
        this.bookkeeper = bookkeeper;
        this.journal = journal;
        this.lease = lease;
    }

    /** Starts to listen and to look. */
    public void start() {
        consumer = vertx.eventBus().consumer(Addresses.ATTEMPT_REQUESTS, requested -> look());
        timer = vertx.setPeriodic(SOON.toMillis(), due -> look());
    }

    /** Claims nothing more. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return consumer.unregister();
    }

    /** Whether nothing is claimed whose outcome isn't durable yet. */
    public boolean isIdle() {
        return underWay == 0 && !looking;
    }

    /** Gives back what is on the wire, or waits for its turn; what becomes of it here isn't recorded any more. */
    public Future<Void> giveBack() {
        List<Lease> left = List.copyOf(offered);
        offered.clear();
        return Future.join(left.stream()
                        .map(held -> store.giveBack(held, Duration.ZERO))
                        .toList())
                .mapEmpty();
    }

    private void look() {
        int places = Math.min(LIMIT, lanes.placesForRetries() - underWay);
        if (stopped || places <= 0) {
            return;
        }
        if (looking) {
            // What was asked for after the claim under way began may not be in it.
            lookAgain = true;
            return;
        }
        looking = true;
        lookAgain = false;
        claim(places).onComplete(claimed -> {
            looking = false;
            if (lookAgain || (claimed.succeeded() && claimed.result() == places)) {
                look();
            }
        });
    }

    private Future<Integer> claim(int places) {
        return store.claim(places, lease)
                .compose(claimed -> targetsOf(claimed).map(found -> {
                    claimed.forEach(one -> offer(one, Optional.ofNullable(found.get(one.webhookId()))));
                    return claimed.size();
                }))
                .onSuccess(claimed -> failing = false)
                .onFailure(this::failed);
    }

    private Future<Map<UUID, Target>> targetsOf(List<Claimed> claimed) {
        Set<String> integrators = claimed.stream().map(Claimed::integratorId).collect(Collectors.toSet());
        return targets.byWebhook(integrators);
    }

    private void offer(Claimed claimed, Optional<Target> target) {
        underWay++;
        done(claimed, target).onComplete(durable -> underWay--);
    }

    private Future<Void> done(Claimed claimed, Optional<Target> target) {
        if (claimed.event().isEmpty()) {
            return fulfil(claimed);
        }
        if (target.isEmpty() || stopped) {
            // Not heard of yet, or deleted, in which case the request is gone too.
            return giveBack(claimed);
        }
        if (claimed.probes() > 0) {
            // A success closes the breaker that another worker opened.
            lanes.adoptBreaker(claimed.webhookId(), claimed.probes());
        }
        Ticket ticket = lanes.enter(new Delivery(
                target.get(),
                claimed.event().get(),
                claimed.number(),
                claimed.trigger(),
                Optional.of(claimed.lease()),
                claimed.asked()));
        long patience = vertx.setTimer(SOON.toMillis(), due -> withdraw(ticket));
        offered.add(claimed.lease());
        return ticket.passage()
                .onComplete(left -> vertx.cancelTimer(patience))
                .compose(passage -> offered.remove(claimed.lease()) ? left(claimed, passage) : Future.succeededFuture())
                .onComplete(durable -> ticket.recorded());
    }

    /** Another process may have a place for it. */
    private static void withdraw(Ticket ticket) {
        if (!ticket.isStarted()) {
            ticket.withdraw(ticket.delivery().lease().orElseThrow().until());
        }
    }

    private Future<Void> left(Claimed claimed, Passage passage) {
        if (passage instanceof Passage.Sent sent) {
            return record(claimed, sent);
        }
        return passage instanceof Passage.Parked ? giveBack(claimed) : Future.succeededFuture();
    }

    private Future<Void> record(Claimed claimed, Passage.Sent sent) {
        return journal.append(JournalEntry.ofRequested(
                        bookkeeper.rowsForRequested(claimed.lease().token(), sent)))
                .recover(refusal -> {
                    // It would be sent again each time its lease ends.
                    TracedLine.of(LOG.atError(), claimed.asked())
                            .addKeyValue("integratorId", claimed.integratorId())
                            .addKeyValue("webhookId", claimed.webhookId())
                            .addKeyValue(
                                    "outcome", sent.attempt().outcome().code().wireName())
                            .addKeyValue("reason", refusal.getMessage())
                            .log("The outcome of an attempt that was asked for can't be recorded; it is given up");
                    return fulfil(claimed);
                });
    }

    private Future<Void> fulfil(Claimed claimed) {
        return journal.append(JournalEntry.ofRequested(
                List.of(new JournalRow.Fulfilled(claimed.lease().token()))));
    }

    /** What can't be given back now comes back when its lease ends. */
    private Future<Void> giveBack(Claimed claimed) {
        return store.giveBack(claimed.lease(), SOON).onFailure(this::failed).otherwiseEmpty();
    }

    private void failed(Throwable cause) {
        if (!failing) {
            failing = true;
            LOG.atWarn().setCause(cause).log("Attempts that were asked for can't be claimed at present");
        }
    }
}
