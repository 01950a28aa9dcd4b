package io.integrator.webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OffsetLedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final OffsetLedger ledger = new OffsetLedger();

    @Property
    void nothingUnsettledIsEverCommittedAndEverythingSettledIs(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int steps) {
        Random random = new Random(seed);
        OffsetLedger tracked = new OffsetLedger();
        TreeMap<Long, OffsetLedger.Entry> open = new TreeMap<>();
        TreeMap<Long, Instant> taken = new TreeMap<>();
        long next = random.nextInt(1_000);
        long end = -1;
        long committed = -1;

        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    long offset = next + (random.nextInt(4) == 0 ? random.nextInt(50) : 0);
                    open.put(offset, tracked.track(offset, NOW.plusSeconds(step)));
                    taken.put(offset, NOW.plusSeconds(step));
                    next = offset + 1;
                    end = next;
                }
                case 1 -> {
                    if (!open.isEmpty()) {
                        List<Long> offsets = new ArrayList<>(open.keySet());
                        long offset = offsets.get(random.nextInt(offsets.size()));
                        OffsetLedger.Entry entry = open.remove(offset);
                        tracked.settle(entry);
                        if (random.nextBoolean()) {
                            tracked.settle(entry);
                        }
                    }
                }
                default -> {
                    OptionalLong committable = tracked.committable();
                    if (committable.isPresent()) {
                        tracked.committed(committable.getAsLong());
                        committed = committable.getAsLong();
                    }
                }
            }
            long expected = open.isEmpty() ? end : open.firstKey();
            assertThat(tracked.committable())
                    .isEqualTo(expected > committed ? OptionalLong.of(expected) : OptionalLong.empty());
            assertThat(tracked.unsettled()).isEqualTo(open.size());
            assertThat(tracked.oldestUnsettled())
                    .isEqualTo(open.isEmpty() ? Optional.empty() : Optional.of(taken.get(open.firstKey())));
        }
        open.values().forEach(tracked::settle);
        assertThat(tracked.committable()).isEqualTo(end > committed ? OptionalLong.of(end) : OptionalLong.empty());
    }

    @Test
    void aFreshLedgerHasNothingToCommit() {
        assertThat(ledger.committable()).isEmpty();
        assertThat(ledger.unsettled()).isZero();
        assertThat(ledger.oldestUnsettled()).isEmpty();
    }

    @Test
    void whatComesBehindAnUnsettledRecordIsNotCommitted() {
        ledger.track(10, NOW);
        OffsetLedger.Entry later = ledger.track(11, NOW);

        ledger.settle(later);

        assertThat(ledger.committable()).hasValue(10);
    }

    @Test
    void holesAreNotWaitedFor() {
        OffsetLedger.Entry first = ledger.track(10, NOW);
        OffsetLedger.Entry second = ledger.track(900, NOW);

        ledger.settle(second);
        ledger.settle(first);

        assertThat(ledger.committable()).hasValue(901);
    }

    @Test
    void whatIsCommittedIsNotCommittedAgain() {
        ledger.settle(ledger.track(10, NOW));
        ledger.committed(11);

        assertThat(ledger.committable()).isEmpty();
    }

    @Test
    void anOlderCommitDoesNotTakeTheLedgerBack() {
        ledger.settle(ledger.track(10, NOW));
        ledger.committed(11);
        ledger.committed(5);

        assertThat(ledger.committable()).isEmpty();
    }

    @Test
    void whatIsSettledLateInAnOldLedgerMovesNothingInTheNewOne() {
        OffsetLedger.Entry late = ledger.track(10, NOW);
        OffsetLedger renewed = new OffsetLedger();
        renewed.track(10, NOW);

        ledger.settle(late);

        assertThat(renewed.committable()).hasValue(10);
        assertThat(renewed.unsettled()).isEqualTo(1);
    }

    @Test
    void anOffsetThatFallsBackIsRefusedWithItsValues() {
        ledger.track(10, NOW);

        assertThatThrownBy(() -> ledger.track(10, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10");
        assertThatThrownBy(() -> ledger.track(9, NOW)).hasMessageContaining("9");
    }
}
