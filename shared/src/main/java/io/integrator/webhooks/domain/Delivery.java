package io.integrator.webhooks.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One event owed to one webhook, on its way to an attempt.
 *
 * @param number the number of the attempt to make, from 1
 * @param lease  the worker's hold on the owed row; empty while nothing of the delivery is in Postgres yet
 */
public record Delivery(Target target, DomainEvent event, int number, Trigger trigger, Optional<Lease> lease) {

    public Delivery {
        requireNonNull(target, "target");
        requireNonNull(event, "event");
        requireNonNull(trigger, "trigger");
        requireNonNull(lease, "lease");
        if (number < 1) {
            throw new IllegalArgumentException("attempt number " + number + " is not positive");
        }
    }

    /** The first attempt of an event that has just arrived. */
    public static Delivery first(Target target, DomainEvent event) {
        return new Delivery(target, event, 1, Trigger.FIRST, Optional.empty());
    }

    /** The same delivery, sent to find out whether its subscriber is back. */
    public Delivery probing() {
        return new Delivery(target, event, number, Trigger.PROBE, lease);
    }

    /** The same delivery, now recorded as owed under a lease. */
    public Delivery leased(Lease held) {
        return new Delivery(target, event, number, trigger, Optional.of(held));
    }
}
