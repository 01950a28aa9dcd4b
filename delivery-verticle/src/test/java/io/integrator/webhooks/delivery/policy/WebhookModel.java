package io.integrator.webhooks.delivery.policy;

import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Blame;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What {@code policy.md} says of a webhook's failureCount, streak and disabling, outcome by outcome, in plain words. */
final class WebhookModel {

    private static final Duration FIVE_DAYS = Duration.ofDays(5);

    private int failureCount;
    private Instant failingSince;
    private int lostInARow;
    private Optional<DisabledReason> disabled = Optional.empty();

    /** Takes in an attempt that ended; gives whether it is a failure that counts. */
    boolean ended(Outcome outcome, Instant at) {
        boolean counts = counts(outcome);
        if (isSuccess(outcome)) {
            failureCount = 0;
            failingSince = null;
        } else if (counts) {
            failureCount++;
            failingSince = failingSince == null ? at : failingSince;
        }
        if (outcome instanceof Outcome.Answered) {
            lostInARow = 0;
        } else if (!counts) {
            lostInARow++;
        }
        if (disabled.isEmpty()) {
            disabled = reason(outcome, at);
        }
        return counts;
    }

    private boolean counts(Outcome outcome) {
        if (outcome instanceof Outcome.Unanswered unanswered) {
            // What a connection that goes away may have carried is forgiven, but not for ever.
            boolean forgiven = unanswered.blame() == Blame.CHANCE && lostInARow < 16;
            return unanswered.blame() != Blame.SENDER && !forgiven;
        }
        return !isSuccess(outcome);
    }

    private Optional<DisabledReason> reason(Outcome outcome, Instant at) {
        if (outcome instanceof Outcome.Answered answered && answered.status() == 410) {
            return Optional.of(DisabledReason.GONE);
        }
        boolean broken = !isSuccess(outcome)
                && failureCount >= 20
                && Duration.between(failingSince, at).compareTo(FIVE_DAYS) >= 0;
        return broken ? Optional.of(DisabledReason.FAILURES) : Optional.empty();
    }

    static boolean isSuccess(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered && answered.status() / 100 == 2;
    }

    int failureCount() {
        return failureCount;
    }

    Instant failingSince() {
        return failingSince;
    }

    int lostInARow() {
        return lostInARow;
    }

    Optional<DisabledReason> disabled() {
        return disabled;
    }
}
