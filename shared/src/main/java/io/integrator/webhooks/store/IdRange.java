package io.integrator.webhooks.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * A stretch of time as a range of UUIDv7 ids. It is empty when its end isn't after its start.
 *
 * @param from   the least id that is in it
 * @param before the least id that is beyond it
 */
public record IdRange(UUID from, UUID before) {

    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);

    /** What the 48 bits of an id can't tell is taken for the end that it is beyond. */
    private static final Instant LATEST = Instant.ofEpochMilli((1L << 48) - 1);

    public IdRange {
        requireNonNull(from, "from");
        requireNonNull(before, "before");
    }

    /**
     * The ids of {@code since} and later, and before {@code until}; empty is no bound. Ids tell milliseconds, so one of an instant
     * within a millisecond is taken for the start of it.
     */
    public static IdRange between(Optional<Instant> since, Optional<Instant> until) {
        return new IdRange(
                since.map(IdRange::leastFrom).orElse(FIRST),
                until.map(IdRange::leastFrom).orElse(LAST));
    }

    /** What of it comes before an id; all of it when there is none. */
    public IdRange before(Optional<UUID> id) {
        return id.filter(end -> isLess(end, before))
                .map(end -> new IdRange(from, end))
                .orElse(this);
    }

    /** The least id of the first whole millisecond that isn't earlier. */
    private static UUID leastFrom(Instant instant) {
        if (instant.isBefore(Instant.EPOCH)) {
            return FIRST;
        }
        if (instant.isAfter(LATEST)) {
            return LAST;
        }
        boolean whole = instant.truncatedTo(ChronoUnit.MILLIS).equals(instant);
        return TimeOrderedIds.leastAt(whole ? instant : instant.plusMillis(1));
    }

    /** As Postgres has it; {@link UUID#compareTo} takes the halves for signed numbers. */
    private static boolean isLess(UUID a, UUID b) {
        int most = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return most < 0
                || (most == 0 && Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits()) < 0);
    }
}
