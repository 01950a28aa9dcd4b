package io.integrator.webhooks.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How a webhook fares.
 *
 * @param failureCount   of its streak
 * @param failingSince   when its streak began; empty when the count is 0
 * @param disabledAt     empty unless it is disabled
 * @param disabledReason by its wire name; empty unless it is disabled
 * @param lastSuccess    empty when none is among its newest {@link HealthStore#MOST_ATTEMPTS} attempts
 * @param lastFailure    empty when none is kept
 * @param owed           deliveries that aren't settled, held ones among them; {@link HealthStore#MOST_OWED} stands for more, too
 * @param held           those that are held
 * @param oldestOwedAt   when the oldest event that is owed was recorded; empty when none is
 * @param nextAttemptAt  when the next owed delivery is tried, in the past when it is due; empty when none waits to be
 */
public record WebhookHealth(
        int failureCount,
        Optional<Instant> failingSince,
        boolean disabled,
        Optional<Instant> disabledAt,
        Optional<String> disabledReason,
        Optional<Success> lastSuccess,
        Optional<Failure> lastFailure,
        int owed,
        int held,
        Optional<Instant> oldestOwedAt,
        Optional<Instant> nextAttemptAt,
        Breaker breaker,
        LastDay lastDay) {

    public WebhookHealth {
        requireNonNull(failingSince, "failingSince");
        requireNonNull(disabledAt, "disabledAt");
        requireNonNull(disabledReason, "disabledReason");
        requireNonNull(lastSuccess, "lastSuccess");
        requireNonNull(lastFailure, "lastFailure");
        requireNonNull(oldestOwedAt, "oldestOwedAt");
        requireNonNull(nextAttemptAt, "nextAttemptAt");
        requireNonNull(breaker, "breaker");
        requireNonNull(lastDay, "lastDay");
    }

    /** An attempt that was answered by a 2xx. */
    public record Success(UUID attemptId, int status) {

        /** When its request began. */
        public Instant at() {
            return TimeOrderedIds.instantOf(attemptId);
        }
    }

    /**
     * An attempt that failed.
     *
     * @param status  empty when there was no answer
     * @param outcome by its wire name
     * @param detail  why there was no answer; empty when there was one
     */
    public record Failure(UUID attemptId, Optional<Integer> status, String outcome, Optional<String> detail) {

        /** When its request began. */
        public Instant at() {
            return TimeOrderedIds.instantOf(attemptId);
        }
    }

    /** Whether owed deliveries go out one at a time, to see whether the subscriber is back. */
    public sealed interface Breaker {

        /** They don't. */
        record Closed() implements Breaker {}

        /** They do, and the next goes at an instant. */
        record Open(Instant probeAt) implements Breaker {}
    }

    /**
     * What was attempted within 24 hours, as far as it is among the newest {@link HealthStore#MOST_ATTEMPTS} attempts.
     *
     * @param latency empty when nothing was answered
     */
    public record LastDay(int attempts, int succeeded, Optional<Latency> latency) {}

    /** Within how many milliseconds half of the answers came, and 95 in a hundred. */
    public record Latency(int p50, int p95) {}
}
