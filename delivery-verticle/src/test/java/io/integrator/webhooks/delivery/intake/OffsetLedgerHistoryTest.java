package io.integrator.webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** A ledger over any history of one assignment, held against a sorted map from offset to whether it is settled. */
class OffsetLedgerHistoryTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    /** What happens to a partition; {@code which} counts round and round over what there is. */
    sealed interface Step {}

    /** The next record is taken, after a hole of so many offsets. */
    record Take(int hole) implements Step {}

    /** One of the records is settled, perhaps not for the first time. */
    record Settle(int which) implements Step {}

    /** What is committable is on its way to the broker. */
    record SendCommit() implements Step {}

    /** The broker has taken one of the commits that are on their way, not always the oldest. */
    record CommitArrives(int which) implements Step {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Integer> which = Arbitraries.integers().between(0, 20);
        Arbitrary<Integer> hole = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.integers().between(1, 50)));
        return Arbitraries.<Step>frequencyOf(
                        Tuple.of(4, hole.map(Take::new)),
                        Tuple.of(4, which.map(Settle::new)),
                        Tuple.of(1, Arbitraries.just(new SendCommit())),
                        Tuple.of(1, which.map(CommitArrives::new)))
                .list()
                .ofMaxSize(100)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Provide
    Arbitrary<Long> firstOffsets() {
        return Arbitraries.longs().between(0, 1_000);
    }

    @Property
    void theLedgerFollowsAMapOfOffsets(@ForAll("firstOffsets") long first, @ForAll("histories") List<Step> history) {
        Partition partition = new Partition(first);

        for (Step step : history) {
            partition.take(step);
            partition.compare();
        }

        partition.settleAll();
        partition.compare();
        assertThat(partition.committedOrCommittable()).isEqualTo(partition.end());
    }

    /** The ledger and its model, side by side. */
    private static final class Partition {

        private final OffsetLedger ledger = new OffsetLedger();
        private final List<OffsetLedger.Entry> entries = new ArrayList<>();
        private final List<Long> offsets = new ArrayList<>();
        private final TreeMap<Long, Boolean> settled = new TreeMap<>();
        private final List<Long> onTheirWay = new ArrayList<>();
        private long next;
        private long committed = -1;

        private Partition(long first) {
            this.next = first;
        }

        void take(Step step) {
            if (step instanceof Take take) {
                long offset = next + take.hole();
                entries.add(ledger.track(offset, takenAt(offset)));
                offsets.add(offset);
                settled.put(offset, false);
                next = offset + 1;
            } else if (step instanceof Settle settle && !entries.isEmpty()) {
                settle(settle.which() % entries.size());
            } else if (step instanceof SendCommit) {
                ledger.committable().ifPresent(onTheirWay::add);
            } else if (step instanceof CommitArrives arrives && !onTheirWay.isEmpty()) {
                long offset = onTheirWay.remove(arrives.which() % onTheirWay.size());
                ledger.committed(offset);
                committed = Math.max(committed, offset);
            }
        }

        void settleAll() {
            for (int i = 0; i < entries.size(); i++) {
                settle(i);
            }
        }

        private void settle(int which) {
            ledger.settle(entries.get(which));
            settled.put(offsets.get(which), true);
        }

        void compare() {
            long expected = firstUnsettled().orElse(end());
            assertThat(ledger.committable())
                    .isEqualTo(expected > committed ? OptionalLong.of(expected) : OptionalLong.empty());
            assertThat(ledger.unsettled()).isEqualTo((int)
                    settled.values().stream().filter(done -> !done).count());
            assertThat(ledger.oldestUnsettled()).isEqualTo(firstUnsettled().map(Partition::takenAt));
            assertThat(ledger.isPast(next)).isFalse();
            assertThat(settled.keySet()).allMatch(ledger::isPast);
        }

        long committedOrCommittable() {
            return ledger.committable().orElse(committed);
        }

        long end() {
            return settled.isEmpty() ? -1 : settled.lastKey() + 1;
        }

        private Optional<Long> firstUnsettled() {
            return settled.entrySet().stream()
                    .filter(record -> !record.getValue())
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        private static Instant takenAt(long offset) {
            return NOW.plusMillis(offset);
        }
    }
}
