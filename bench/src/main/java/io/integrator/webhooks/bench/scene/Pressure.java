package io.integrator.webhooks.bench.scene;

/** How a phase's events come. */
public enum Pressure {
    /** At a fixed rate that the service can keep up with: for latencies. */
    PACED,

    /** All at once, while the service stands still: a backlog that it then drains, for throughput. */
    BACKLOG
}
