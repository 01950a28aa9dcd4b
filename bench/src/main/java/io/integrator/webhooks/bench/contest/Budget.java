package io.integrator.webhooks.bench.contest;

/**
 * What a figure is to be.
 *
 * @param bound      the last one that is within it
 * @param atLeast    whether greater ones are within it too, or smaller ones
 * @param everyRound whether it is promised of each round, or of the median over them
 */
public record Budget(double bound, boolean atLeast, boolean everyRound) {

    /** Of a figure that must not fall. */
    public static Budget atLeast(double bound) {
        return new Budget(bound, true, false);
    }

    /** Of a figure that must not grow. */
    public static Budget atMost(double bound) {
        return new Budget(bound, false, false);
    }

    /** Of a figure that must not be greater in any round. */
    public static Budget neverMoreThan(double bound) {
        return new Budget(bound, false, true);
    }

    /** Whether it is kept by what the rounds came to. */
    public boolean isMetBy(double median, double minimum, double maximum) {
        double worst = atLeast ? minimum : maximum;
        double judged = everyRound ? worst : median;
        return atLeast ? judged >= bound : judged <= bound;
    }

    /** For people. */
    public String text() {
        return (atLeast ? ">= " : "<= ") + bound + (everyRound ? " in every round" : "");
    }
}
