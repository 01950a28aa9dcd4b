package io.integrator.webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** A worker's partitions and what its group has committed, kept beside the {@link Partitions} that are told the same. */
final class GroupModel {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final Partitions partitions;
    private final Map<TopicPartition, AssignmentModel> assigned = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> groupsOffsets = new HashMap<>();
    private final List<Taken> taken = new ArrayList<>();
    private Future<Map<TopicPartition, Long>> handOver = Future.succeededFuture(Map.of());
    private boolean settledLate;

    private record Taken(TopicPartition partition, AssignmentModel assignment, long offset, Runnable settle) {}

    GroupModel(Partitions partitions) {
        this.partitions = partitions;
    }

    Map<TopicPartition, AssignmentModel> assigned() {
        return assigned;
    }

    boolean isHandingOver() {
        return !handOver.isComplete();
    }

    /** Whether a record was settled whose assignment was over. */
    boolean hasSettledLate() {
        return settledLate;
    }

    void assign(Set<TopicPartition> coming) {
        Set<TopicPartition> fresh = new HashSet<>(coming);
        fresh.removeAll(assigned.keySet());
        partitions.assigned(fresh);
        fresh.forEach(partition -> {
            assigned.put(partition, new AssignmentModel());
            positions.put(partition, groupsOffsets.getOrDefault(partition, 0L));
        });
    }

    void revoke(Set<TopicPartition> leaving) {
        handOver = partitions.revoked(leaving).onSuccess(offsets -> {
            Map<TopicPartition, Long> expected = new HashMap<>();
            leaving.stream()
                    .filter(assigned::containsKey)
                    .forEach(partition -> assigned.remove(partition)
                            .committable()
                            .ifPresent(offset -> expected.put(partition, offset)));
            assertThat(offsets).isEqualTo(expected);
            committed(offsets);
        });
    }

    void lose(Set<TopicPartition> lost) {
        partitions.lost(lost);
        assigned.keySet().removeAll(lost);
    }

    void take(TopicPartition partition, int hole) {
        long offset = positions.getOrDefault(partition, 0L) + hole;
        var settle = partitions.track(partition, offset, NOW);
        assertThat(settle.isPresent()).isEqualTo(assigned.containsKey(partition));
        settle.ifPresent(callback -> {
            AssignmentModel assignment = assigned.get(partition);
            if (assignment.isPast(offset)) {
                assignment = new AssignmentModel();
                assigned.put(partition, assignment);
                // Perhaps committed after the topic was made anew, before anything of that was seen.
                groupsOffsets.remove(partition);
            }
            assignment.track(offset);
            positions.put(partition, offset + 1);
            taken.add(new Taken(partition, assignment, offset, callback));
        });
    }

    void settle(int which) {
        if (taken.isEmpty()) {
            return;
        }
        Taken one = taken.get(which % taken.size());
        boolean late = assigned.get(one.partition()) != one.assignment();
        Map<TopicPartition, Long> before = partitions.committable();
        // Before the ledger, which may end a hand-over in the call.
        one.assignment().settle(one.offset());
        one.settle().run();
        if (late) {
            settledLate = true;
            assertThat(partitions.committable()).isEqualTo(before);
        }
    }

    void commit() {
        Map<TopicPartition, Long> offsets = partitions.committable();
        committed(offsets);
        partitions.committed(offsets);
        offsets.forEach((partition, offset) -> assigned.get(partition).committed(offset));
    }

    void makeAnew(TopicPartition partition) {
        positions.put(partition, 0L);
        groupsOffsets.remove(partition);
    }

    /** Only a topic that is made anew takes the group's offsets back. */
    private void committed(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) ->
                assertThat(offset).isGreaterThanOrEqualTo(groupsOffsets.getOrDefault(partition, 0L)));
        groupsOffsets.putAll(offsets);
    }
}
