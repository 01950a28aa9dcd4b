package io.integrator.webhooks.delivery.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When the platform is warned that a webhook is on its way to being disabled ({@code policy.md}: warnings). Each warning is
 * given once a streak, and none comes before the one that precedes it.
 *
 * @param failures how many consecutive failures disable
 * @param age      how old the streak must be as well; zero counts failures only, and then there is nothing to wait for and
 *                 no {@link Warning#DISABLING_SOON}
 */
public record WarningRule(int failures, Duration age) {

    private static final Duration NOTICE = Duration.ofHours(24);

    /**
     * The warnings that are due, in order; none when all that are have been given.
     *
     * @param failureCount as the transaction that recorded the attempts returned it
     * @param failingSince when the streak began; null when the count is 0
     * @param given        how many of the streak's warnings have been given
     */
    public List<Warning> due(int failureCount, Instant failingSince, int given, Instant now) {
        int reached = failingSince == null ? 0 : reached(failureCount, failingSince, now);
        return List.of(Warning.values()).subList(Math.min(given, reached), reached);
    }

    /** When a streak is old enough to disable. */
    public Instant disablesAt(Instant failingSince) {
        return failingSince.plus(age);
    }

    private int reached(int failureCount, Instant failingSince, Instant now) {
        Duration half = age.dividedBy(2);
        if (failureCount < failures - failures / 2 || failingSince.plus(half).isAfter(now)) {
            return 0;
        }
        if (age.isZero()
                || failureCount < failures
                || disablesAt(failingSince).minus(notice(half)).isAfter(now)) {
            return 1;
        }
        return 2;
    }

    /** A day, but never so long that the end is told before the middle. */
    private static Duration notice(Duration half) {
        return half.compareTo(NOTICE) < 0 ? half : NOTICE;
    }
}
