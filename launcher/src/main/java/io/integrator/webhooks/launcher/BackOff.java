package io.integrator.webhooks.launcher;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to leave something alone that has failed: twice as long each time, and never quite the same, so that many who wait for one
 * don't come at once.
 *
 * @param first after the first failure
 * @param most however many there were
 * @param jitter the share by which it is shorter at most, from 0 to 1
 */
record BackOff(Duration first, Duration most, double jitter) {

    private static final int MOST_DOUBLINGS = 30;

    BackOff {
        requireNonNull(first, "first");
        requireNonNull(most, "most");
    }

    /**
     * Until the next try.
     *
     * @param failures that came one after the other, from 1
     */
    Duration after(int failures, RandomGenerator random) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration longest = doubled.compareTo(most) < 0 ? doubled : most;
        return longest.minusNanos((long) (longest.toNanos() * jitter * random.nextDouble()));
    }
}
