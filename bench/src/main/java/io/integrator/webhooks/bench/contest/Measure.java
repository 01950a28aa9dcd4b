package io.integrator.webhooks.bench.contest;

/** What is measured. */
public enum Measure {
    /** Of a backlog, from the first arrival until 99 of 100 have come. */
    THROUGHPUT("throughput", "deliveries/s"),

    /** Half of the deliveries at a fixed rate took no longer, from their scheduled time. */
    P50("p50", "ms"),

    /** 99 of 100 took no longer. */
    P99("p99", "ms"),

    /** Processor time of the process that delivers, all its threads included. */
    CPU("CPU per delivery", "µs"),

    /** What the process that delivers allocates on its heap. */
    ALLOCATION("allocation per delivery", "KiB"),

    /** What the process that delivers has on its heap with its garbage collected, when all is delivered. */
    LIVE_HEAP("live heap", "MiB"),

    /** The most that it has had resident since it started: its heap, its code and what it has beside them. */
    PEAK_MEMORY("peak resident memory", "MiB"),

    /** Of as many as are answered one after the other, from the first to the last. */
    REGISTRATIONS("registrations", "requests/s"),

    /** Processor time of the process that answers, all its threads included. */
    CPU_OF_REQUEST("CPU per request", "µs"),

    /** Requests whose event had arrived before. */
    REPEATS("repeats", "POSTs"),

    /** From the end of a process that was killed until an event arrives that hadn't arrived before. */
    RECOVERY("recovery", "s");

    private final String label;
    private final String unit;

    Measure(String label, String unit) {
        this.label = label;
        this.unit = unit;
    }

    /** For people and for JSON. */
    public String label() {
        return label;
    }

    /** What its numbers are in. */
    public String unit() {
        return unit;
    }
}
