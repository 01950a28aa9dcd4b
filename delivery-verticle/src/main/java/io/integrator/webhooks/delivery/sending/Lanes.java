package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.delivery.policy.Breaker;
import io.integrator.webhooks.delivery.policy.DeliveryPolicy;
import io.integrator.webhooks.delivery.policy.LeaseTerm;
import io.integrator.webhooks.delivery.policy.Verdict;
import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.domain.Trigger;
import io.integrator.webhooks.settings.BreakerSettings;
import io.integrator.webhooks.settings.SendSettings;
import io.integrator.webhooks.settings.WorkerSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntSupplier;

/**
 * The lanes of one event loop: every delivery, whatever made it, goes through {@link #enter}. What is in flight is bounded
 * for each webhook and in all, and nothing is sent while the journal has more to write than a flush; lanes that wait for a
 * place get it in turn. A lane may take a share of the places that are free, and no more: however many subscribers hang, some
 * stay free for the others.
 */
public final class Lanes {

    /** A lane has at most as many in flight as one in so many of the places that are free, and at least one. */
    private static final int SHARE_OF_FREE = 4;

    private final Map<UUID, Lane> lanes = new HashMap<>();
    private final Set<Lane> waiting = new LinkedHashSet<>();

    /** The lanes with a request on the wire: only they can be full while the process is not, and they are few beside all lanes. */
    private final Map<UUID, Lane> sending = new HashMap<>();

    private final Sender sender;
    private final DeliveryPolicy policy;
    private final BreakerSettings breakerSettings;
    private final InstantSource clock;
    private final DeliveryMetrics metrics;
    private final int maxInFlightPerWebhook;
    private final int maxInFlight;
    private final int flushRows;
    private final IntSupplier journalRows;
    private final LeaseTerm leaseTerm;
    private final Duration stale;
    private int inFlight;
    private int unrecorded;

    /** @param journalRows how many rows the journal has that aren't durable yet */
    public Lanes(
            Sender sender,
            DeliveryPolicy policy,
            BreakerSettings breakerSettings,
            SendSettings settings,
            WorkerSettings worker,
            IntSupplier journalRows,
            InstantSource clock,
            DeliveryMetrics metrics) {
        this.sender = sender;
        this.policy = policy;
        this.breakerSettings = breakerSettings;
        this.clock = clock;
        this.metrics = metrics;
        // The process's bounds are shared out among its event loops.
        this.maxInFlightPerWebhook = Math.max(1, settings.inFlightPerWebhook() / worker.instances());
        this.maxInFlight = Math.max(1, settings.inFlight() / worker.instances());
        this.flushRows = worker.flushRows();
        this.journalRows = journalRows;
        this.leaseTerm = new LeaseTerm(settings.deadline());
        // By then the event's owner has taken it back, unless the whole process stood still.
        this.stale = worker.leaseAfter().multipliedBy(2);
    }

    /** Sends a delivery, queues it behind others of its webhook, or parks it: its ticket tells. */
    public Ticket enter(Delivery delivery) {
        Instant now = clock.instant();
        Ticket ticket = new Ticket(delivery, now, () -> unrecorded--);
        Lane lane = lanes.computeIfAbsent(delivery.target().webhookId(), webhook -> new Lane());
        Optional<Instant> refusal = lane.refusal(delivery.target(), delivery.trigger(), now, permits());
        if (refusal.isPresent()) {
            if (delivery.trigger().isAutomatic()) {
                metrics.parked();
            }
            ticket.withdraw(refusal.get());
        } else if (hasRoom() && lane.canStart(delivery.trigger(), permits())) {
            start(lane, ticket);
        } else {
            lane.enqueue(ticket);
            waiting.add(lane);
        }
        return ticket;
    }

    /** What waits for a webhook that has changed goes back to its owner: it would be sent as the webhook was. */
    public void changed(UUID webhookId) {
        Lane lane = lanes.get(webhookId);
        if (lane != null) {
            lane.withdrawQueued(clock.instant());
        }
    }

    /** Tells a lane that other workers found its breaker open: what is sent now is a probe. */
    public void adoptBreaker(UUID webhookId, int probes) {
        Lane lane = lanes.computeIfAbsent(webhookId, webhook -> new Lane());
        lane.breaker(lane.breaker().adopted(probes));
    }

    /** How many retries may be under way: what first attempts leave of half the places, and a few, one at least, however busy they are. */
    public int placesForRetries() {
        return Math.max(Math.max(1, maxInFlight / 8), maxInFlight / 2 - inFlight);
    }

    /** How many deliveries more the lanes with a request on the wire would take, by webhook. */
    public Map<UUID, Integer> rooms() {
        Instant now = clock.instant();
        Map<UUID, Integer> rooms = new HashMap<>();
        sending.forEach((webhookId, lane) -> rooms.put(webhookId, lane.room(permits(), now)));
        return rooms;
    }

    /** Requests on the wire. */
    public int inFlight() {
        return inFlight;
    }

    /** Requests that have been started and whose outcome isn't durable: what a crash now would send again. */
    public int unrecorded() {
        return unrecorded;
    }

    /** How its lanes are. */
    public LaneStates states() {
        return LaneStates.of(lanes.values(), clock.instant());
    }

    /**
     * Lets go of queued deliveries that their owners withdrew, and of those that wait for a subscriber that doesn't answer. To be
     * called several times a second.
     */
    public void sweep() {
        Instant now = clock.instant();
        waiting.removeIf(lane -> {
            lane.sweep(now);
            return !lane.hasQueued();
        });
    }

    /** Sends what waits, lane by lane, as far as there is room. To be called when the journal has made some. */
    public void proceed() {
        int passedOver = 0;
        while (passedOver < waiting.size() && hasRoom()) {
            Lane lane = waiting.iterator().next();
            waiting.remove(lane);
            Ticket ticket = lane.next(permits());
            if (ticket != null) {
                start(lane, ticket);
                passedOver = 0;
            }
            if (lane.hasQueued()) {
                waiting.add(lane);
                passedOver += ticket == null ? 1 : 0;
            }
        }
    }

    /** Forgets lanes that have nothing to do and nothing to remember. */
    public void forgetIdle() {
        Instant now = clock.instant();
        lanes.values().removeIf(lane -> lane.isForgettable(now));
    }

    private boolean hasRoom() {
        return inFlight < maxInFlight && journalRows.getAsInt() < flushRows;
    }

    private int permits() {
        int share = (maxInFlight - inFlight + SHARE_OF_FREE - 1) / SHARE_OF_FREE;
        return Math.max(1, Math.min(maxInFlightPerWebhook, share));
    }

    private void start(Lane lane, Ticket ticket) {
        Delivery delivery = ticket.delivery();
        Instant now = clock.instant();
        if (delivery.lease().isEmpty() && ticket.enteredAt().plus(stale).isBefore(now)) {
            // Somebody else may have its partition by now, and have sent it.
            metrics.parked();
            ticket.withdraw(now);
            return;
        }
        if (delivery.lease()
                .filter(lease -> !leaseTerm.leavesTimeToSend(lease, now))
                .isPresent()) {
            ticket.leave(new Passage.Forfeited());
            return;
        }
        ticket.start();
        lane.started(delivery.trigger(), now);
        sending.put(delivery.target().webhookId(), lane);
        inFlight++;
        unrecorded++;
        boolean probes = lane.breaker().isOpen() && delivery.trigger().isAutomatic();
        Delivery sent = probes ? delivery.probing() : delivery;
        sender.send(sent, lane.signer(delivery.target(), now)).onSuccess(attempt -> finish(lane, ticket, attempt));
    }

    private void finish(Lane lane, Ticket ticket, Attempt attempt) {
        inFlight--;
        metrics.attempted(attempt);
        AttemptLine.log(attempt);
        lane.finished(attempt.delivery().trigger(), clock.instant());
        if (!lane.isSending()) {
            sending.remove(attempt.delivery().target().webhookId());
        }
        Verdict verdict = policy.judge(attempt, lane.spared());
        Breaker before = lane.breaker();
        if (lane.isOf(attempt.delivery().target())) {
            heed(lane, attempt, verdict);
        }
        Breaker after = lane.breaker();
        if (attempt.delivery().trigger().isAutomatic()
                && !attempt.outcome().succeeded()
                && verdict.retryAt().isEmpty()) {
            metrics.gaveUp();
        }
        // In the database a breaker that closes ends all that the lane waits for, and a Retry-After is to outlive it.
        Verdict recorded =
                before.isOpen() && !after.isOpen() ? verdict.waiting(lane.waitsOn(clock.instant())) : verdict;
        ticket.leave(new Passage.Sent(
                attempt, recorded, after.probes() == before.probes() ? Optional.empty() : Optional.of(after)));
        proceed();
    }

    /** What follows from an attempt for what comes after it to the same subscriber. */
    private void heed(Lane lane, Attempt attempt, Verdict verdict) {
        boolean automatic = attempt.delivery().trigger().isAutomatic();
        boolean answered = attempt.outcome() instanceof Outcome.Answered;
        if (automatic || answered) {
            lane.judged(answered, verdict.counts());
        }
        Breaker before = lane.breaker();
        Breaker after = judge(before, attempt, verdict);
        lane.breaker(after);
        verdict.waitsUntil().ifPresent(until -> {
            lane.waitUntil(until);
            lane.withdrawQueued(until);
        });
        if (after.isOpen() && !before.isOpen()) {
            lane.withdrawQueued(after.probeAt());
        }
        if (automatic && attempt.outcome().code() == OutcomeCode.GONE) {
            lane.withdrawQueued(attempt.endedAt());
        }
    }

    private Breaker judge(Breaker breaker, Attempt attempt, Verdict verdict) {
        if (attempt.outcome().succeeded()) {
            return breaker.succeeded();
        }
        if (!verdict.counts()) {
            return breaker;
        }
        Delivery delivery = attempt.delivery();
        boolean probe = delivery.trigger() == Trigger.PROBE;
        return breaker.failed(delivery.event().key(), probe, attempt.endedAt(), breakerSettings);
    }
}
