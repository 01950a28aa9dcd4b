package io.integrator.webhooks.delivery.sending;

import static java.util.Objects.requireNonNull;

import io.integrator.webhooks.delivery.policy.Breaker;
import io.integrator.webhooks.delivery.policy.Verdict;
import io.integrator.webhooks.domain.Attempt;
import java.time.Instant;
import java.util.Optional;

/** How a delivery left its lane. */
public sealed interface Passage {

    /**
     * It was sent.
     *
     * @param verdict what follows from the attempt
     * @param breaker the lane's breaker after it, if it opened, closed or probed in vain by it; empty when it stayed as it was
     */
    record Sent(Attempt attempt, Verdict verdict, Optional<Breaker> breaker) implements Passage {

        public Sent {
            requireNonNull(attempt, "attempt");
            requireNonNull(verdict, "verdict");
            requireNonNull(breaker, "breaker");
        }
    }

    /**
     * The lane couldn't take it now, and nothing was sent.
     *
     * @param until when it is worth offering again
     */
    record Parked(Instant until) implements Passage {

        public Parked {
            requireNonNull(until, "until");
        }
    }

    /** Its lease ran out while it waited: it is somebody else's by now, and nothing is to be recorded. */
    record Forfeited() implements Passage {}
}
