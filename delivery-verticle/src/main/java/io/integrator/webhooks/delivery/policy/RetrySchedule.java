package io.integrator.webhooks.delivery.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long a delivery waits after each failed attempt ({@code policy.md}: schedule). */
public final class RetrySchedule {

    private final List<Duration> waits;
    private final double jitter;
    private final RandomGenerator random;

    /**
     * @param waits  after the first attempt, the second, and so on; after the attempt that follows the last, none
     * @param jitter by how much of itself a wait is lengthened or shortened at most, from 0 to 1
     */
    public RetrySchedule(List<Duration> waits, double jitter, RandomGenerator random) {
        this.waits = List.copyOf(waits);
        this.jitter = jitter;
        this.random = random;
    }

    /** The wait after this failed attempt, from 1; empty when it was the last. */
    public Optional<Duration> after(int number) {
        if (number > waits.size()) {
            return Optional.empty();
        }
        double factor = 1 + jitter * (2 * random.nextDouble() - 1);
        return Optional.of(Duration.ofNanos(Math.round(waits.get(number - 1).toNanos() * factor)));
    }
}
