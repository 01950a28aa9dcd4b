package io.integrator.webhooks.bench.contest;

/**
 * What a ratio is to be.
 *
 * @param bound    the last ratio that is within it
 * @param atLeast  whether greater ones are within it too, or smaller ones
 */
public record Budget(double bound, boolean atLeast) {

    /** Of a ratio that must not fall. */
    public static Budget atLeast(double bound) {
        return new Budget(bound, true);
    }

    /** Of a ratio that must not grow. */
    public static Budget atMost(double bound) {
        return new Budget(bound, false);
    }

    /** Whether the ratio is within it. */
    public boolean isMetBy(double ratio) {
        return atLeast ? ratio >= bound : ratio <= bound;
    }

    /** For people. */
    public String text() {
        return (atLeast ? ">= " : "<= ") + bound;
    }
}
