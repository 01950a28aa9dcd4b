package io.integrator.webhooks.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Times as ranges of ids. */
class IdRangeTest {

    private static final long LAST_MILLISECOND = (1L << 48) - 1;

    @Property
    void anIdIsInTheRangeWhenItsTimeIs(
            @ForAll @LongRange(min = 0, max = LAST_MILLISECOND) long at,
            @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long nanosecondsToSince,
            @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long nanosecondsToUntil) {
        Instant instant = Instant.ofEpochMilli(at);
        Instant since = instant.plusNanos(nanosecondsToSince);
        Instant until = instant.plusNanos(nanosecondsToUntil);
        UUID id = new TimeOrderedIds(() -> instant).next();

        IdRange range = IdRange.between(Optional.of(since), Optional.of(until));

        assertThat(isIn(id, range)).isEqualTo(!instant.isBefore(since) && instant.isBefore(until));
    }

    @Example
    void withoutBoundsEveryIdIsInIt() {
        IdRange range = IdRange.between(Optional.empty(), Optional.empty());

        assertThat(isIn(new UUID(0, 0), range)).isTrue();
        assertThat(isIn(TimeOrderedIds.leastAt(Instant.ofEpochMilli(LAST_MILLISECOND)), range))
                .isTrue();
    }

    @Example
    void timesThatNoIdCanTellAreItsEnds() {
        IdRange all = IdRange.between(Optional.of(Instant.MIN), Optional.of(Instant.MAX));
        IdRange none = IdRange.between(Optional.of(Instant.MAX), Optional.of(Instant.MIN));

        assertThat(all).isEqualTo(IdRange.between(Optional.empty(), Optional.empty()));
        assertThat(isIn(TimeOrderedIds.leastAt(Instant.EPOCH), none)).isFalse();
    }

    @Property
    void whatComesBeforeAnIdIsTheRangeUpToIt(@ForAll long most, @ForAll long least, @ForAll long otherMost) {
        UUID end = new UUID(most, least);
        UUID other = new UUID(otherMost, least);
        IdRange range = new IdRange(new UUID(0, 0), end);

        IdRange shorter = range.before(Optional.of(other));

        assertThat(shorter.before()).isEqualTo(text(other).compareTo(text(end)) < 0 ? other : end);
        assertThat(range.before(Optional.empty())).isEqualTo(range);
    }

    private static boolean isIn(UUID id, IdRange range) {
        return text(id).compareTo(text(range.from())) >= 0 && text(id).compareTo(text(range.before())) < 0;
    }

    /** Sorts as Postgres sorts ids. */
    private static String text(UUID id) {
        return id.toString();
    }
}
