package io.integrator.webhooks.delivery.policy;

import io.integrator.webhooks.domain.Lease;
import java.time.Duration;
import java.time.Instant;

/**
 * How long an owed delivery is one worker's, and until when that worker may still send it: nobody else is to claim what may
 * be on the wire, or sent and not recorded yet.
 *
 * @param deadline what a send takes at most
 */
public record LeaseTerm(Duration deadline) {

    /** What an outcome may take to be recorded. */
    private static final Duration JOURNAL_MARGIN = Duration.ofSeconds(10);

    /** What a delivery may wait for its turn, besides a send before it. */
    private static final Duration TURN_MARGIN = Duration.ofSeconds(20);

    /** How long a lease is granted for: a wait, a send, and its journal entry. */
    public Duration granted() {
        return deadline.multipliedBy(2).plus(TURN_MARGIN).plus(JOURNAL_MARGIN);
    }

    /** Whether a send that starts now would be over and recorded when the lease ends, however long it takes. */
    public boolean leavesTimeToSend(Lease lease, Instant now) {
        return !lease.until().isBefore(now.plus(deadline).plus(JOURNAL_MARGIN));
    }
}
