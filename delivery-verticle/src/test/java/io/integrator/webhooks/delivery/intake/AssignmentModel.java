package io.integrator.webhooks.delivery.intake;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** One assignment of a partition, as simple as can be: its offsets, and which of them are settled. */
final class AssignmentModel {

    private final TreeMap<Long, Boolean> settled = new TreeMap<>();
    private long committed = -1;

    void track(long offset) {
        settled.put(offset, false);
    }

    void settle(long offset) {
        settled.put(offset, true);
    }

    void committed(long offset) {
        committed = offset;
    }

    /** Whether this offset, or a later one, was tracked. */
    boolean isPast(long offset) {
        return !settled.isEmpty() && offset <= settled.lastKey();
    }

    OptionalLong committable() {
        if (settled.isEmpty()) {
            return OptionalLong.empty();
        }
        long offset = settled.entrySet().stream()
                .filter(record -> !record.getValue())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(settled.lastKey() + 1);
        return offset == committed ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    int unsettled() {
        return (int) settled.values().stream().filter(done -> !done).count();
    }
}
