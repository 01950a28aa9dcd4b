package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.delivery.policy.Breaker;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.domain.Trigger;
import io.integrator.webhooks.signing.Signer;
import io.integrator.webhooks.signing.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One webhook's share of the sender: what is in flight, what waits for it, and its breaker. Of one event loop. */
final class Lane {

    /** A delivery that would wait longer than this for its turn, as the lane moves now, is parked at once. */
    private static final Duration PATIENCE = Duration.ofMillis(400);

    /** A lane has enough to do when it has work for one part in so many of its patience. */
    private static final int ENOUGH = 4;

    /** What waits in a lane in which nothing came back for so long is given back: its records wait for others' sake. */
    private static final Duration STANDSTILL = Duration.ofMillis(200);

    /** How long a delivery waits that can't be signed. */
    private static final Duration UNSIGNED_WAIT = Duration.ofMinutes(1);

    /** A lane in which nothing moved for so long is forgotten with its breaker: the database remembers what counts. */
    private static final Duration IDLE = Duration.ofMinutes(15);

    /** A lane's pace before anything is known of it. */
    private static final Duration FIRST_GUESS = Duration.ofNanos(200_000);

    /** How long a lane has to be busy for its pace to be told: one pause among many completions is no pace. */
    private static final Duration PACE_WINDOW = Duration.ofMillis(50);

    /** So many first attempts go before one that has been tried already: those go first, but not only those. */
    private static final int FIRSTS_IN_A_ROW = 7;

    private final ArrayDeque<Ticket> requested = new ArrayDeque<>();
    private final ArrayDeque<Ticket> firsts = new ArrayDeque<>();
    private final ArrayDeque<Ticket> others = new ArrayDeque<>();
    private final List<ArrayDeque<Ticket>> queues = List.of(requested, firsts, others);
    private Breaker breaker = Breaker.CLOSED;
    private Instant waitsUntil = Instant.EPOCH;
    private Instant movedAt = Instant.EPOCH;
    private double nanosPerDelivery = FIRST_GUESS.toNanos();
    private boolean paced;
    private long busyNanos;
    private int completed;
    private int revision;
    private int inFlight;
    private int requestedInFlight;
    private int firstsInARow;
    private int spared;
    private List<SigningKey> secrets = List.of();
    private Signer signer;
    private Instant signsUntil = Instant.MIN;

    /** Until when a delivery is to be parked; empty when the lane takes it, to be sent or queued. */
    Optional<Instant> refusal(Target target, Trigger trigger, Instant now, int maxInFlight) {
        follow(target);
        if (target.disabled()) {
            withdrawQueued(now);
            return Optional.of(now);
        }
        if (target.secrets().isEmpty()) {
            return Optional.of(now.plus(UNSIGNED_WAIT));
        }
        if (!trigger.isAutomatic()) {
            // Somebody wants to know how the subscriber answers now, whatever it did before.
            return inFlight >= maxInFlight && standsStill(now) ? Optional.of(now.plus(PATIENCE)) : Optional.empty();
        }
        if (target.limited() && trigger == Trigger.FIRST) {
            return Optional.of(now);
        }
        Instant wait = waitsUntil.isAfter(target.waitsUntil()) ? waitsUntil : target.waitsUntil();
        if (now.isBefore(wait)) {
            return Optional.of(wait);
        }
        if (breaker.isOpen()) {
            boolean mayProbe = trigger != Trigger.FIRST
                    && automaticInFlight() == 0
                    && !hasQueued()
                    && !now.isBefore(breaker.probeAt());
            Instant soon = now.plus(PATIENCE);
            return mayProbe
                    ? Optional.empty()
                    : Optional.of(now.isBefore(breaker.probeAt()) ? breaker.probeAt() : soon);
        }
        return inFlight >= permits(maxInFlight) && isSlow(now) ? Optional.of(now.plus(PATIENCE)) : Optional.empty();
    }

    /** By its pace of late, or because nothing has come back for a while. */
    private boolean isSlow(Instant now) {
        return standsStill(now) || queued() * nanosPerDelivery > PATIENCE.toNanos();
    }

    private boolean standsStill(Instant now) {
        return Duration.between(movedAt, now).compareTo(PATIENCE) > 0;
    }

    /** A change of url or an enable starts afresh: what the lane knew was of another subscriber. */
    private void follow(Target target) {
        if (revision > 0 && target.revision() > revision) {
            breaker = Breaker.CLOSED;
            waitsUntil = Instant.EPOCH;
        }
        revision = Math.max(revision, target.revision());
    }

    /** Whether a target is of the subscriber that the lane is of now, or of one that it hasn't heard of. */
    boolean isOf(Target target) {
        return target.revision() >= revision;
    }

    /** Whether an attempt can start at once, before none that has waited longer. */
    boolean canStart(Trigger trigger, int maxInFlight) {
        return trigger.isAutomatic()
                ? canStartAutomatic(maxInFlight) && !hasQueued()
                : canStartRequested(maxInFlight) && requested.isEmpty();
    }

    private boolean canStartRequested(int maxInFlight) {
        return inFlight < maxInFlight;
    }

    private boolean canStartAutomatic(int maxInFlight) {
        return breaker.isOpen() ? automaticInFlight() == 0 : inFlight < permits(maxInFlight);
    }

    private int automaticInFlight() {
        return inFlight - requestedInFlight;
    }

    /** How many more it would take now, rather than park them; none when it has enough to do. */
    int room(int maxInFlight, Instant now) {
        int permits = permits(maxInFlight);
        int beforePatienceEnds = (int) (PATIENCE.toNanos() / nanosPerDelivery);
        boolean hasEnough = queued() >= (paced ? Math.max(permits, beforePatienceEnds / ENOUGH) : permits);
        if (hasEnough || (inFlight >= permits && isSlow(now))) {
            return 0;
        }
        return Math.max(0, permits - inFlight) + Math.max(0, beforePatienceEnds - queued());
    }

    private int permits(int maxInFlight) {
        return Math.min(maxInFlight, breaker.limit());
    }

    void enqueue(Ticket ticket) {
        Trigger trigger = ticket.delivery().trigger();
        if (trigger.isAutomatic()) {
            (trigger == Trigger.FIRST ? firsts : others).add(ticket);
        } else {
            requested.add(ticket);
        }
    }

    /**
     * The next ticket that waits and can start: what somebody asked for before all, a first attempt before others; null when
     * there is none.
     */
    Ticket next(int maxInFlight) {
        Ticket ticket = canStartRequested(maxInFlight) ? nextRequested() : null;
        return ticket == null && canStartAutomatic(maxInFlight) ? nextAutomatic() : ticket;
    }

    private Ticket nextRequested() {
        requested.removeIf(Ticket::isWithdrawn);
        return requested.poll();
    }

    private Ticket nextAutomatic() {
        Ticket ticket;
        do {
            boolean first = others.isEmpty() || (!firsts.isEmpty() && firstsInARow < FIRSTS_IN_A_ROW);
            firstsInARow = first ? firstsInARow + 1 : 0;
            ticket = first ? firsts.poll() : others.poll();
        } while (ticket != null && ticket.isWithdrawn());
        return ticket;
    }

    boolean hasQueued() {
        return queued() > 0;
    }

    int queued() {
        return requested.size() + firsts.size() + others.size();
    }

    void started(Trigger trigger, Instant now) {
        if (inFlight == 0) {
            movedAt = now;
        }
        inFlight++;
        requestedInFlight += trigger.isAutomatic() ? 0 : 1;
    }

    void finished(Trigger trigger, Instant now) {
        busyNanos += Duration.between(movedAt, now).toNanos();
        completed++;
        if (busyNanos >= PACE_WINDOW.toNanos()) {
            nanosPerDelivery = (double) busyNanos / completed;
            paced = true;
            busyNanos = 0;
            completed = 0;
        }
        movedAt = now;
        inFlight--;
        requestedInFlight -= trigger.isAutomatic() ? 0 : 1;
    }

    /** Attempts that came to nothing without counting, since the last one that was answered. */
    int spared() {
        return spared;
    }

    void judged(boolean answered, boolean counts) {
        if (answered) {
            spared = 0;
        } else if (!counts) {
            spared++;
        }
    }

    boolean isSending() {
        return inFlight > 0;
    }

    Breaker breaker() {
        return breaker;
    }

    /** Whether it parks what comes, but for a probe at most. */
    boolean isParked(Instant now) {
        return breaker.isOpen() || waitsUntil.isAfter(now);
    }

    void breaker(Breaker next) {
        breaker = next;
    }

    /** Until when a Retry-After has it wait; empty when it doesn't. */
    Optional<Instant> waitsOn(Instant now) {
        return waitsUntil.isAfter(now) ? Optional.of(waitsUntil) : Optional.empty();
    }

    void waitUntil(Instant until) {
        waitsUntil = until.isAfter(waitsUntil) ? until : waitsUntil;
    }

    /** Lets go of what was withdrawn while it waited, and of all that waits for a subscriber that doesn't answer. */
    void sweep(Instant now) {
        if (inFlight > 0 && movedAt.plus(STANDSTILL).isBefore(now)) {
            withdrawQueued(now.plus(PATIENCE));
        }
        queues.forEach(queue -> queue.removeIf(Ticket::isWithdrawn));
    }

    /** Sends what waits back to its owner, since the lane won't take it soon. */
    void withdrawQueued(Instant until) {
        for (ArrayDeque<Ticket> queue : queues) {
            queue.forEach(ticket -> ticket.withdraw(until));
            queue.clear();
        }
    }

    /** Whether nothing would be forgotten with it. */
    boolean isForgettable(Instant now) {
        boolean knowsNothing = breaker.equals(Breaker.CLOSED) && !waitsUntil.isAfter(now);
        return inFlight == 0
                && !hasQueued()
                && (knowsNothing || movedAt.plus(IDLE).isBefore(now));
    }

    /** Signs with what the target has at that instant: a secret ends by the clock, and without any news of it. */
    Signer signer(Target target, Instant now) {
        if (!target.secrets().equals(secrets) || !now.isBefore(signsUntil)) {
            secrets = target.secrets();
            signsUntil = secrets.stream()
                    .map(SigningKey::until)
                    .filter(now::isBefore)
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.MAX);
            signer = Signer.at(now, secrets);
        }
        return signer;
    }
}
