package io.integrator.webhooks.bench.load;

/**
 * When each event of a load is to be published. It doesn't wait for anything: what a slow system does to one event shows
 * in the latency of those that were to come after it.
 *
 * @param startMicros of the first, by {@link EpochMicros}
 * @param perSecond   events a second
 */
public record Schedule(long startMicros, double perSecond) {

    /** All of them at the start, whose latencies nobody asks for. */
    public static final Schedule UNTIMED = new Schedule(0, Double.POSITIVE_INFINITY);

    /** All of them now. */
    public static Schedule atOnce() {
        return new Schedule(EpochMicros.now(), Double.POSITIVE_INFINITY);
    }

    /** When the event of a number is due, from 0. */
    public long at(long number) {
        return startMicros + (long) (number / perSecond * EpochMicros.PER_SECOND);
    }
}
