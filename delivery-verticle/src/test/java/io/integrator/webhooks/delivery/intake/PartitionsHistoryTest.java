package io.integrator.webhooks.delivery.intake;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.common.TopicPartition;

/** Partitions that come and go, held against {@link GroupModel}: whatever ends late moves no offset of a later assignment. */
class PartitionsHistoryTest {

    private static final String TOPIC = "events";

    /** What happens to a worker; {@code which} counts round and round over what there is. */
    sealed interface Step {}

    /** Partitions become this worker's, to be read from what the group has committed. */
    record Assign(Set<Integer> partitions) implements Step {}

    /** Partitions are to go; until the hand-over ends nothing is taken and nothing is assigned. */
    record Revoke(Set<Integer> partitions) implements Step {}

    /** A hand-over has taken as long as it may. */
    record HandOverRunsOut() implements Step {}

    /** Partitions are somebody else's without a word. */
    record Lose(Set<Integer> partitions) implements Step {}

    /** The next record of a partition is taken, after a hole of so many offsets. */
    record Take(int partition, int hole) implements Step {}

    /** One of all the records that were ever taken is settled, whatever has become of its partition. */
    record Settle(int which) implements Step {}

    /** What is committable is committed. */
    record Commit() implements Step {}

    /** The topic is made anew: a partition's offsets begin again. */
    record MakeAnew(int partition) implements Step {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Integer> partition = Arbitraries.integers().between(0, 2);
        Arbitrary<Set<Integer>> partitions = partition.set().ofMinSize(1);
        return Arbitraries.<Step>frequencyOf(
                        Tuple.of(3, partitions.map(Assign::new)),
                        Tuple.of(1, partitions.map(Revoke::new)),
                        Tuple.of(1, Arbitraries.just(new HandOverRunsOut())),
                        Tuple.of(1, partitions.map(Lose::new)),
                        Tuple.of(
                                8,
                                Combinators.combine(
                                                partition,
                                                Arbitraries.integers().between(0, 3))
                                        .as(Take::new)),
                        Tuple.of(8, Arbitraries.integers().between(0, 30).map(Settle::new)),
                        Tuple.of(3, Arbitraries.just(new Commit())),
                        Tuple.of(1, partition.map(MakeAnew::new)))
                .list()
                .ofMaxSize(80)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Property
    void whatIsCommittableFollowsTheAssignmentsOfNow(@ForAll("histories") List<Step> history) {
        HandTimers timers = new HandTimers();
        Partitions partitions = new Partitions(timers.vertx());
        GroupModel model = new GroupModel(partitions);

        for (Step step : history) {
            take(step, model, timers);
            compare(partitions, model);
        }

        timers.runOut();
        compare(partitions, model);
        assertThat(timers.set()).isZero();
        Statistics.label("a record was settled late")
                .collect(model.hasSettledLate())
                .coverage(share -> share.check(true).percentage(percent -> percent > 10));
    }

    private static void take(Step step, GroupModel model, HandTimers timers) {
        if (step instanceof Settle settle) {
            model.settle(settle.which());
        } else if (step instanceof HandOverRunsOut) {
            timers.runOut();
        } else if (model.isHandingOver()) {
            // The consumer's thread waits for the hand-over: nothing else can happen.
            return;
        } else if (step instanceof Assign assign) {
            model.assign(of(assign.partitions()));
        } else if (step instanceof Revoke revoke) {
            model.revoke(of(revoke.partitions()));
        } else if (step instanceof Lose lose) {
            model.lose(of(lose.partitions()));
        } else if (step instanceof Take take) {
            model.take(of(take.partition()), take.hole());
        } else if (step instanceof Commit) {
            model.commit();
        } else if (step instanceof MakeAnew anew) {
            model.makeAnew(of(anew.partition()));
        }
    }

    private static void compare(Partitions partitions, GroupModel model) {
        assertThat(partitions.assigned()).isEqualTo(model.assigned().keySet());
        Map<TopicPartition, Long> expected = model.assigned().entrySet().stream()
                .filter(entry -> entry.getValue().committable().isPresent())
                .collect(toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().committable().orElseThrow()));
        assertThat(partitions.committable()).isEqualTo(expected);
        assertThat(partitions.unsettled())
                .isEqualTo(model.assigned().values().stream()
                        .mapToInt(AssignmentModel::unsettled)
                        .sum());
    }

    private static Set<TopicPartition> of(Set<Integer> partitions) {
        return partitions.stream().map(PartitionsHistoryTest::of).collect(toSet());
    }

    private static TopicPartition of(int partition) {
        return new TopicPartition(TOPIC, partition);
    }
}
