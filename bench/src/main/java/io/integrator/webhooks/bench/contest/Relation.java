package io.integrator.webhooks.bench.contest;

/** How a contestant's figure is held against another's. */
public enum Relation {
    /** Divided by it. */
    RATIO("/"),

    /** Less it, in the measure's unit. */
    DIFFERENCE("-"),

    /** As it is, with no yardstick, in the measure's unit. */
    VALUE("");

    private final String sign;

    Relation(String sign) {
        this.sign = sign;
    }

    /** What stands between the two for people; empty where there is one only. */
    public String sign() {
        return sign;
    }

    /** Of two figures of the same round. */
    public double of(double work, double yardstick) {
        return switch (this) {
            case RATIO -> work / yardstick;
            case DIFFERENCE -> work - yardstick;
            case VALUE -> work;
        };
    }
}
