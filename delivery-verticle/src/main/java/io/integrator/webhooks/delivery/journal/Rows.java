package io.integrator.webhooks.delivery.journal;

import io.integrator.webhooks.store.AttemptStore;
import io.integrator.webhooks.store.LaneStore;
import io.integrator.webhooks.store.OwedStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** A batch's rows, apart from its events, by the statement that writes them; each lane stands once in its lists. */
record Rows(
        List<AttemptStore.Entry> attempts,
        List<OwedStore.Owed> owed,
        List<OwedStore.Owed> rescheduled,
        List<OwedStore.Settled> settled,
        List<UUID> fulfilled,
        List<LaneStore.Wait> waits,
        List<UUID> closed,
        List<LaneStore.Due> dues) {

    static Rows of(List<JournalEntry> entries) {
        List<AttemptStore.Entry> attempts = new ArrayList<>();
        List<OwedStore.Owed> owed = new ArrayList<>();
        List<OwedStore.Owed> rescheduled = new ArrayList<>();
        List<OwedStore.Settled> settled = new ArrayList<>();
        List<UUID> fulfilled = new ArrayList<>();
        Map<UUID, LaneStore.Wait> waits = new LinkedHashMap<>();
        Set<UUID> closed = new LinkedHashSet<>();
        for (JournalEntry entry : entries) {
            for (JournalRow row : entry.rows()) {
                if (row instanceof JournalRow.Attempted attempted) {
                    attempts.add(attempted.entry());
                } else if (row instanceof JournalRow.Owes owes) {
                    owed.add(owes.owed());
                } else if (row instanceof JournalRow.Rescheduled moved) {
                    rescheduled.add(moved.owed());
                } else if (row instanceof JournalRow.Settled done) {
                    settled.add(done.settled());
                } else if (row instanceof JournalRow.Fulfilled request) {
                    fulfilled.add(request.requestId());
                } else if (row instanceof JournalRow.Waits waiting) {
                    waits.merge(waiting.lane().webhookId(), waiting.lane(), Rows::both);
                } else if (row instanceof JournalRow.Closed closing) {
                    // What comes after it is written after it; what came before is over.
                    waits.remove(closing.webhookId());
                    closed.add(closing.webhookId());
                }
            }
        }
        return new Rows(
                attempts,
                owed,
                rescheduled,
                settled,
                fulfilled,
                List.copyOf(waits.values()),
                List.copyOf(closed),
                dues(owed, rescheduled));
    }

    /** Whether no attempt failed, so that nothing follows from them that would have to be decided. */
    boolean allSucceeded() {
        return attempts.stream().allMatch(entry -> entry.attempt().outcome().succeeded());
    }

    /** Whether nothing is owed after them and no lane changes: there are attempts, and deliveries that they settled. */
    boolean owesNothing() {
        return Stream.of(owed, rescheduled, fulfilled, waits, closed).allMatch(List::isEmpty);
    }

    /** The lanes that are written to. */
    Set<UUID> lanes() {
        Set<UUID> lanes = new HashSet<>();
        dues.forEach(due -> lanes.add(due.webhookId()));
        waits.forEach(wait -> lanes.add(wait.webhookId()));
        lanes.addAll(closed);
        return lanes;
    }

    /** Two waits of a lane are one that satisfies both, or the one for the subscriber that has taken the other's place. */
    private static LaneStore.Wait both(LaneStore.Wait first, LaneStore.Wait second) {
        if (first.revision() != second.revision()) {
            return first.revision() > second.revision() ? first : second;
        }
        Instant until = first.until().isAfter(second.until()) ? first.until() : second.until();
        return new LaneStore.Wait(
                first.webhookId(), until, Math.max(first.probes(), second.probes()), first.revision());
    }

    private static LaneStore.Due earlier(LaneStore.Due one, LaneStore.Due other) {
        return one.at().isBefore(other.at()) ? one : other;
    }

    private static List<LaneStore.Due> dues(List<OwedStore.Owed> owed, List<OwedStore.Owed> rescheduled) {
        Map<UUID, LaneStore.Due> dues = new HashMap<>();
        Stream.concat(owed.stream(), rescheduled.stream())
                .map(row -> new LaneStore.Due(row.webhookId(), row.dueAt()))
                .forEach(due -> dues.merge(due.webhookId(), due, Rows::earlier));
        return List.copyOf(dues.values());
    }
}
