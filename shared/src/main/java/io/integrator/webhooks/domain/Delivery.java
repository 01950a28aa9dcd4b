package io.integrator.webhooks.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One event owed to one webhook, on its way to an attempt.
 *
 * @param number the number of the attempt to make, from 1
 * @param lease  the worker's hold on the owed row; empty while nothing of the delivery is in Postgres yet
 * @param asked  of the request that asked for it; empty when none did, or it wasn't traced
 */
public record Delivery(
        Target target,
        DomainEvent event,
        int number,
        Trigger trigger,
        Optional<Lease> lease,
        Optional<TraceContext> asked) {

    public Delivery {
        requireNonNull(target, "target");
        requireNonNull(event, "event");
        requireNonNull(trigger, "trigger");
        requireNonNull(lease, "lease");
        requireNonNull(asked, "asked");
        if (number < 1) {
            throw new IllegalArgumentException("attempt number " + number + " is not positive");
        }
    }

    /** One that nobody asked for. */
    public Delivery(Target target, DomainEvent event, int number, Trigger trigger, Optional<Lease> lease) {
        this(target, event, number, trigger, lease, Optional.empty());
    }

    /** The first attempt of an event that has just arrived. */
    public static Delivery first(Target target, DomainEvent event) {
        return new Delivery(target, event, 1, Trigger.FIRST, Optional.empty());
    }

    /** The same delivery, sent to find out whether its subscriber is back. */
    public Delivery probing() {
        return new Delivery(target, event, number, Trigger.PROBE, lease, asked);
    }

    /** The same delivery, now recorded as owed under a lease. */
    public Delivery leased(Lease held) {
        return new Delivery(target, event, number, trigger, Optional.of(held), asked);
    }

    /** What its attempts go on from: the request that asked for it, or else its event; empty when neither was traced. */
    public Optional<TraceContext> trace() {
        return asked.isPresent() ? asked : event.trace();
    }
}
