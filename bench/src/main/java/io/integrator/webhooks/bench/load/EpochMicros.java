package io.integrator.webhooks.bench.load;

import java.time.Instant;

/** The clock that the processes of one machine share, in microseconds since 1970. */
public final class EpochMicros {

    /** In a second. */
    public static final long PER_SECOND = 1_000_000;

    private static final int NANOS = 1_000;

    private EpochMicros() {}

    /** What it shows. */
    public static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * PER_SECOND + now.getNano() / NANOS;
    }
}
