package io.integrator.webhooks.bench.yardstick;

/** What is measured of the measured deliveries. */
public enum Measure {
    /** Of a backlog, until 99 of 100 have arrived. */
    THROUGHPUT("throughput", "deliveries/s"),

    /** Half of the deliveries at a fixed rate took no longer, from their scheduled time. */
    P50("p50", "ms"),

    /** 99 of 100 took no longer. */
    P99("p99", "ms");

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
