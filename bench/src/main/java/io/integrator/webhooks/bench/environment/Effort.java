package io.integrator.webhooks.bench.environment;

import java.time.Duration;

/**
 * What a process has spent.
 *
 * @param cpu            processor time of all its threads
 * @param allocatedBytes on its heap, as of its last collection of garbage: exact to the size of its young generation
 */
public record Effort(Duration cpu, double allocatedBytes) {

    static final Effort NONE = new Effort(Duration.ZERO, 0);

    /** What both have spent. */
    Effort plus(Effort other) {
        return new Effort(cpu.plus(other.cpu), allocatedBytes + other.allocatedBytes);
    }

    /** What was spent after an earlier look at the same process. */
    public Effort since(Effort earlier) {
        return new Effort(cpu.minus(earlier.cpu), allocatedBytes - earlier.allocatedBytes);
    }
}
