package io.integrator.webhooks.api;

/**
 * A bucket that fills at a steady rate and holds no more than a burst. Times are those of one monotonic clock, in
 * nanoseconds. Belongs to one event loop.
 */
final class TokenBucket {

    private static final double NANOS = 1e9;

    private final int rate;
    private final int burst;
    private double tokens;
    private long filledAt;

    /** @param rate tokens a second, at least one */
    TokenBucket(int rate, int burst, long now) {
        this.rate = rate;
        this.burst = burst;
        this.tokens = burst;
        this.filledAt = now;
    }

    /** Takes a token; false when there is none. */
    boolean take(long now) {
        tokens = Math.min(burst, tokens + (now - filledAt) / NANOS * rate);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Whole tokens that are left since the last take. */
    int remaining() {
        return (int) tokens;
    }

    /** Seconds from the last take until there is a token, rounded up. */
    long secondsToNext() {
        return secondsTo(1);
    }

    /** Seconds from the last take until the bucket is full, rounded up. */
    long secondsToFull() {
        return secondsTo(burst);
    }

    private long secondsTo(int wanted) {
        return (long) Math.ceil(Math.max(0, wanted - tokens) / rate);
    }
}
