package io.integrator.webhooks.delivery.policy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What follows from an attempt.
 *
 * @param counts     whether it is one of the failures that the webhook's count is made of
 * @param retryAt    when the delivery is tried next; empty when it is settled, delivered or given up
 * @param nextNumber the number of that next attempt
 * @param waitsUntil until when the whole webhook waits; empty when it doesn't
 */
public record Verdict(boolean counts, Optional<Instant> retryAt, int nextNumber, Optional<Instant> waitsUntil) {

    public Verdict {
        requireNonNull(retryAt, "retryAt");
        requireNonNull(waitsUntil, "waitsUntil");
    }

    /** The same, but for how long the webhook waits. */
    public Verdict waiting(Optional<Instant> until) {
        return new Verdict(counts, retryAt, nextNumber, until);
    }
}
