package io.integrator.webhooks.delivery.policy;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Blame;
import io.integrator.webhooks.domain.OutcomeCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The one place that knows what follows from an attempt ({@code policy.md}: success, schedule, Retry-After, failureCount). */
public final class DeliveryPolicy {

    private static final Set<Integer> OVERLOADED = Set.of(429, 502, 503, 504);
    private static final Set<Integer> HEEDS_RETRY_AFTER = Set.of(429, 503);

    /** What wasn't the subscriber's fault is tried again almost at once, and when the fault stays, less and less often. */
    private static final Duration SPARED_WAIT = Duration.ofMillis(200);

    private static final Duration LONGEST_SPARED_WAIT = Duration.ofMinutes(1);

    /** As many as a connection that goes away may carry. */
    private static final int CHANCES = 16;

    private final RetrySchedule schedule;
    private final Duration overloadMinimum;

    /** @param overloadMinimum the shortest wait after an attempt that tells of overload: a timeout, 429, 502, 503 or 504 */
    public DeliveryPolicy(RetrySchedule schedule, Duration overloadMinimum) {
        this.schedule = schedule;
        this.overloadMinimum = overloadMinimum;
    }

    /**
     * What follows from an attempt that has just ended.
     *
     * @param spared how many attempts at its webhook came to nothing before without counting, since the last one that was
     *     answered: a connection that always goes away is the subscriber's fault in the end
     */
    public Verdict judge(Attempt attempt, int spared) {
        int number = attempt.delivery().number();
        if (attempt.outcome().succeeded()) {
            return new Verdict(false, Optional.empty(), number, Optional.empty());
        }
        if (!attempt.delivery().trigger().isAutomatic()) {
            // Somebody asked for it: the schedule goes on as if it had not been made.
            return new Verdict(false, Optional.empty(), number, Optional.empty());
        }
        if (isSpared(attempt.outcome(), spared)) {
            return new Verdict(
                    false,
                    Optional.of(attempt.endedAt().plus(waitOf(attempt.outcome(), spared))),
                    number,
                    Optional.empty());
        }
        Optional<Duration> asked = retryAfter(attempt);
        Optional<Instant> retryAt = schedule.after(number)
                .map(wait -> longest(wait, tellsOfOverload(attempt.outcome()) ? overloadMinimum : Duration.ZERO))
                .map(wait -> longest(wait, asked.orElse(Duration.ZERO)))
                .map(attempt.endedAt()::plus);
        Instant latest = attempt.endedAt().plus(RetryAfter.MAXIMUM);
        Optional<Instant> waitsUntil = asked.map(
                        wait -> retryAt.orElse(attempt.endedAt().plus(wait)))
                .map(until -> until.isBefore(latest) ? until : latest);
        return new Verdict(true, retryAt, number + 1, waitsUntil);
    }

    private static boolean isSpared(Outcome outcome, int spared) {
        return outcome instanceof Outcome.Unanswered unanswered
                && switch (unanswered.blame()) {
                    case SUBSCRIBER -> false;
                    case CHANCE -> spared < CHANCES;
                    case SENDER -> true;
                };
    }

    private static Duration waitOf(Outcome outcome, int spared) {
        boolean ours = outcome instanceof Outcome.Unanswered unanswered && unanswered.blame() == Blame.SENDER;
        Duration wait = SPARED_WAIT.multipliedBy(ours ? 1L << Math.min(spared, Integer.SIZE) : 1);
        return wait.compareTo(LONGEST_SPARED_WAIT) < 0 ? wait : LONGEST_SPARED_WAIT;
    }

    private static boolean tellsOfOverload(Outcome outcome) {
        return outcome.code() == OutcomeCode.TIMEOUT
                || (outcome instanceof Outcome.Answered answered && OVERLOADED.contains(answered.status()));
    }

    private static Optional<Duration> retryAfter(Attempt attempt) {
        return attempt.outcome() instanceof Outcome.Answered answered && HEEDS_RETRY_AFTER.contains(answered.status())
                ? answered.retryAfter().flatMap(field -> RetryAfter.read(field, attempt.endedAt()))
                : Optional.empty();
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
