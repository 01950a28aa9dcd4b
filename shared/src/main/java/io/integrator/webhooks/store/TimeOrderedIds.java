package io.integrator.webhooks.store;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Makes UUIDv7 identifiers (RFC 9562) of a given clock: they sort by time and name the day partition. Safe for any thread. */
public final class TimeOrderedIds {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final TimeBasedEpochGenerator generator = Generators.timeBasedEpochGenerator();
    private final InstantSource clock;

    public TimeOrderedIds(InstantSource clock) {
        this.clock = clock;
    }

    /** An identifier of now. */
    public UUID next() {
        return generator.construct(clock.millis());
    }

    /** The instant that an identifier carries, in milliseconds. */
    public static Instant instantOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /** The least identifier of an instant: a bound for ranges. None is of before 1970. */
    public static UUID leastAt(Instant instant) {
        return new UUID((Math.max(0, instant.toEpochMilli()) << 16) | VERSION_7, VARIANT);
    }
}
