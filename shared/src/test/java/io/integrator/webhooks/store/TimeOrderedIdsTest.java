package io.integrator.webhooks.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

    private static final long LATEST = 0x7fff_ffff_ffffL;

    @Test
    void idsOfOneMillisecondKeepTheirOrder() {
        TimeOrderedIds ids = new TimeOrderedIds(() -> Instant.ofEpochMilli(1_700_000_000_000L));

        List<UUID> made = IntStream.range(0, 1_000).mapToObj(i -> ids.next()).toList();

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void noIdIsOfBeforeTheirEpoch() {
        assertThat(TimeOrderedIds.leastAt(Instant.EPOCH.minusSeconds(86_400)))
                .isEqualTo(TimeOrderedIds.leastAt(Instant.EPOCH));
    }

    @Test
    void idsAreOfVersionSeven() {
        UUID id = new TimeOrderedIds(InstantSource.system()).next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Property
    void anIdCarriesItsInstant(@ForAll @LongRange(max = LATEST) long millis) {
        Instant instant = Instant.ofEpochMilli(millis);

        UUID id = new TimeOrderedIds(() -> instant).next();

        assertThat(TimeOrderedIds.instantOf(id)).isEqualTo(instant);
        assertThat(TimeOrderedIds.instantOf(TimeOrderedIds.leastAt(instant))).isEqualTo(instant);
    }

    @Property
    void anIdLiesBetweenTheBoundsOfItsMillisecond(@ForAll @LongRange(max = LATEST - 1) long millis) {
        Instant instant = Instant.ofEpochMilli(millis);

        String id = new TimeOrderedIds(() -> instant).next().toString();

        assertThat(id)
                .isGreaterThanOrEqualTo(TimeOrderedIds.leastAt(instant).toString())
                .isLessThan(TimeOrderedIds.leastAt(instant.plusMillis(1)).toString());
    }
}
