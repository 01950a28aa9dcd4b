package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.store.AttemptStore.Entry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What attempts at one webhook come to for its count. Those that failed before its last success among them don't count, by
 * when they ended.
 *
 * @param revision     of the webhook that they were made for: those for an earlier one don't count
 * @param failures     that count, after the last success
 * @param failingSince when the first of those ended; null when there is none
 * @param gone         whether one that counts was answered 410
 */
record AttemptTally(UUID webhookId, int revision, boolean succeeded, int failures, Instant failingSince, boolean gone) {

    private record Subject(UUID webhookId, int revision) {}

    /** One for each webhook and revision. */
    static List<AttemptTally> of(List<Entry> entries) {
        Map<Subject, Instant> successes = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.attempt().outcome().succeeded()) {
                successes.merge(
                        subject(entry), entry.attempt().endedAt(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        Map<Subject, AttemptTally> tallies = new HashMap<>();
        successes.forEach((subject, at) ->
                tallies.put(subject, new AttemptTally(subject.webhookId, subject.revision, true, 0, null, false)));
        for (Entry entry : entries) {
            if (!entry.attempt().outcome().succeeded()) {
                Subject subject = subject(entry);
                AttemptTally before = tallies.getOrDefault(
                        subject, new AttemptTally(subject.webhookId, subject.revision, false, 0, null, false));
                tallies.put(subject, before.with(entry, successes.get(subject)));
            }
        }
        return List.copyOf(tallies.values());
    }

    private AttemptTally with(Entry failed, Instant lastSuccess) {
        Instant endedAt = failed.attempt().endedAt();
        boolean fails = failed.counts() && (lastSuccess == null || endedAt.isAfter(lastSuccess));
        boolean first = fails && (failingSince == null || endedAt.isBefore(failingSince));
        return new AttemptTally(
                webhookId,
                revision,
                succeeded,
                failures + (fails ? 1 : 0),
                first ? endedAt : failingSince,
                gone || (failed.counts() && failed.attempt().outcome().code() == OutcomeCode.GONE));
    }

    private static Subject subject(Entry entry) {
        return new Subject(
                entry.attempt().delivery().target().webhookId(),
                entry.attempt().delivery().target().revision());
    }
}
