package io.integrator.webhooks.bench.yardstick;

/** How a phase's events come. */
enum Pressure {
    /** At a fixed rate that the service can keep up with: for latencies. */
    PACED,

    /** All at once, more than can be done at once: for throughput. */
    BACKLOG
}
