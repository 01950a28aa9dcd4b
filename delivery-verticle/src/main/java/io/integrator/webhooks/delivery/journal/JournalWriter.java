package io.integrator.webhooks.delivery.journal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.delivery.policy.DisableRule;
import io.integrator.webhooks.delivery.policy.WarningRule;
import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.LifecycleNews;
import io.integrator.webhooks.store.AttemptStore;
import io.integrator.webhooks.store.AttemptStore.Count;
import io.integrator.webhooks.store.EventStore;
import io.integrator.webhooks.store.EventStore.Identity;
import io.integrator.webhooks.store.LaneStore;
import io.integrator.webhooks.store.LifecycleStore;
import io.integrator.webhooks.store.OwedStore;
import io.integrator.webhooks.store.RecordStore;
import io.integrator.webhooks.store.RequestedAttemptStore;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes a batch of entries in one transaction of set-based statements. A batch may be written again when it isn't known
 * whether it committed: each event, attempt and owed delivery is written once.
 */
final class JournalWriter {

    private static final long REMEMBERED_REPEATS = 10_000;

    /** Keys of events that turned out to be repeats, with those they are recorded under: sends under a lease end later. */
    private final Cache<UUID, UUID> repeats =
            Caffeine.newBuilder().maximumSize(REMEMBERED_REPEATS).build();

    private final Pool pool;
    private final DisableRule disableRule;
    private final Warnings warnings;
    private final InstantSource clock;

    /** A webhook that a batch disabled. */
    record Disabled(
            UUID webhookId, String integratorId, DisabledReason reason, int failureCount, Instant failingSince) {

        private LifecycleNews news() {
            return LifecycleNews.disabled(integratorId, webhookId, reason, failureCount, failingSince);
        }
    }

    /** What a batch that has committed brought about, besides what it says itself. */
    record Written(List<Disabled> disabled, List<LifecycleEvent> lifecycle) {

        private static final Written NOTHING_ELSE = new Written(List.of(), List.of());
    }

    JournalWriter(Pool pool, DisableRule disableRule, InstantSource clock) {
        this.pool = pool;
        this.disableRule = disableRule;
        this.warnings = new Warnings(new WarningRule(disableRule.failures(), disableRule.age()), clock);
        this.clock = clock;
    }

    /** Writes the entries; gives what became of webhooks by what they tell. */
    Future<Written> write(List<JournalEntry> entries) {
        List<JournalEntry> known = entries.stream().map(this::underRecordedKey).toList();
        return writeNew(known)
                .recover(failure -> Refusal.isRepeat(failure)
                        ? pool.withTransaction(connection -> writeMissing(connection, known))
                        : Future.failedFuture(failure));
    }

    /** Nearly always nothing of a batch has been written: it costs Postgres half as much when it needn't look. */
    private Future<Written> writeNew(List<JournalEntry> entries) {
        Rows rows = Rows.of(entries);
        List<DomainEvent> events = eventsOf(entries);
        if (rows.allSucceeded() && rows.owesNothing()) {
            return (rows.settled().isEmpty()
                            ? RecordStore.record(pool, events, rows.attempts())
                            : RecordStore.recordAndSettle(pool, events, rows.attempts(), rows.settled()))
                    .map(counts -> Written.NOTHING_ELSE);
        }
        return pool.withTransaction(connection -> rows.allSucceeded()
                ? writeUndecided(connection, events, rows)
                : RecordStore.record(connection, events, rows.attempts())
                        .compose(counts -> judge(connection, rows, counts))
                        .compose(written -> writeOwed(connection, rows).map(written)));
    }

    /** What nothing is to be decided about is sent together: the connection has it done one after the other. */
    private static Future<Written> writeUndecided(SqlConnection connection, List<DomainEvent> events, Rows rows) {
        return Future.all(
                        RecordStore.record(connection, events, rows.attempts()),
                        lockLanes(connection, rows, Set.of()),
                        writeOwed(connection, rows))
                .map(Written.NOTHING_ELSE);
    }

    private Future<Written> writeMissing(SqlConnection connection, List<JournalEntry> entries) {
        return recordEvents(connection, entries)
                .compose(rows -> AttemptStore.record(connection, rows.attempts())
                        .compose(counts -> judge(connection, rows, counts))
                        .compose(written -> writeOwed(connection, rows).map(written)));
    }

    private Future<Written> judge(SqlConnection connection, Rows rows, List<Count> counts) {
        Map<UUID, Disabled> candidates = toDisable(counts);
        List<Count> carryingOn = counts.stream()
                .filter(count -> !count.disabled() && !candidates.containsKey(count.webhookId()))
                .toList();
        return lockLanes(connection, rows, candidates.keySet())
                .compose(locked -> disable(connection, candidates))
                .compose(disabled -> warnings.of(connection, carryingOn)
                        .compose(warned -> LifecycleStore.append(
                                connection,
                                Stream.concat(warned.stream(), disabled.stream().map(Disabled::news))
                                        .toList()))
                        .map(lifecycle -> new Written(disabled, lifecycle)));
    }

    private Future<Rows> recordEvents(SqlConnection connection, List<JournalEntry> entries) {
        List<DomainEvent> events = eventsOf(entries);
        return EventStore.insert(connection, events)
                .compose(inserted -> inserted.size() == events.size()
                        ? Future.succeededFuture(Rows.of(entries))
                        : reconcile(
                                connection,
                                entries,
                                events.stream()
                                        .filter(event -> !inserted.contains(event.key()))
                                        .toList()));
    }

    private static List<DomainEvent> eventsOf(List<JournalEntry> entries) {
        return entries.stream().flatMap(entry -> entry.event().stream()).toList();
    }

    /**
     * Some events were recorded before, by this batch when its first commit wasn't heard of or by another worker to which
     * the partition had gone. What was sent stays on the log; what was owed is what the first recorded.
     */
    private Future<Rows> reconcile(SqlConnection connection, List<JournalEntry> entries, List<DomainEvent> known) {
        List<Identity> identities = known.stream()
                .map(event -> new Identity(event.integratorId(), event.id()))
                .toList();
        return EventStore.keys(connection, identities, clock.instant()).map(keys -> {
            Map<UUID, UUID> recordedAs = new HashMap<>();
            known.forEach(event -> recordedAs.put(
                    event.key(), keys.getOrDefault(new Identity(event.integratorId(), event.id()), event.key())));
            repeats.putAll(recordedAs);
            return Rows.of(entries.stream()
                    .map(entry -> entry.event()
                            .map(DomainEvent::key)
                            .filter(recordedAs::containsKey)
                            .map(key -> asRepeat(entry, recordedAs.get(key)))
                            .orElse(entry))
                    .toList());
        });
    }

    /** What became of a send of a repeat belongs to the event as it is recorded. */
    private JournalEntry underRecordedKey(JournalEntry entry) {
        if (entry.event().isPresent() || !(entry.rows().get(0) instanceof JournalRow.Attempted attempted)) {
            return entry;
        }
        UUID recordedAs = repeats.getIfPresent(
                attempted.entry().attempt().delivery().event().key());
        return recordedAs == null ? entry : asRepeat(entry, recordedAs);
    }

    private static JournalEntry asRepeat(JournalEntry entry, UUID recordedAs) {
        List<JournalRow> rows = new ArrayList<>();
        for (JournalRow row : entry.rows()) {
            if (row instanceof JournalRow.Attempted attempted) {
                AttemptStore.Entry repeat = underKey(attempted.entry(), recordedAs);
                rows.add(new JournalRow.Attempted(repeat));
                if (repeat.attempt().outcome().succeeded()) {
                    UUID webhookId = repeat.attempt().delivery().target().webhookId();
                    rows.add(new JournalRow.Settled(new OwedStore.Settled(webhookId, recordedAs, null)));
                }
            } else if (!(row instanceof JournalRow.Owes)) {
                rows.add(row);
            }
        }
        return JournalEntry.ofOwed(rows);
    }

    private static AttemptStore.Entry underKey(AttemptStore.Entry entry, UUID key) {
        Attempt attempt = entry.attempt();
        Delivery delivery = attempt.delivery();
        DomainEvent event = delivery.event();
        DomainEvent recorded =
                new DomainEvent(key, event.integratorId(), event.id(), event.type(), event.occurredAt(), event.body());
        Delivery redirected =
                new Delivery(delivery.target(), recorded, delivery.number(), delivery.trigger(), delivery.lease());
        return new AttemptStore.Entry(
                new Attempt(attempt.id(), redirected, attempt.startedAt(), attempt.duration(), attempt.outcome()),
                entry.counts(),
                entry.retryAt());
    }

    private Map<UUID, Disabled> toDisable(List<Count> counts) {
        Map<UUID, Disabled> candidates = new LinkedHashMap<>();
        for (Count count : counts) {
            if (!count.disabled()) {
                disableRule
                        .reasonFor(count.failureCount(), count.failingSince(), count.gone(), clock.instant())
                        .ifPresent(reason -> candidates.put(
                                count.webhookId(),
                                new Disabled(
                                        count.webhookId(),
                                        count.integratorId(),
                                        reason,
                                        count.failureCount(),
                                        count.failingSince())));
            }
        }
        return candidates;
    }

    private static Future<List<Disabled>> disable(SqlConnection connection, Map<UUID, Disabled> candidates) {
        return candidates.isEmpty()
                ? Future.succeededFuture(List.of())
                : WebhookStore.disable(
                                connection,
                                List.copyOf(candidates.keySet()),
                                candidates.values().stream()
                                        .map(Disabled::reason)
                                        .toList())
                        .map(ids -> ids.stream().map(candidates::get).toList());
    }

    /**
     * The lanes come before what is owed: whoever claims locks them in this order too, and overlooks nothing that is added.
     * All of them are locked at once, those that are about to be held among them, so that two journals can't wait for each
     * other.
     */
    private static Future<Void> lockLanes(SqlConnection connection, Rows rows, Set<UUID> disabled) {
        Set<UUID> lanes = rows.lanes();
        lanes.addAll(disabled);
        return lanes.isEmpty() ? Future.succeededFuture() : LaneStore.lock(connection, lanes.toArray(UUID[]::new));
    }

    /** Sent together, in this order. */
    private static Future<Void> writeOwed(SqlConnection connection, Rows rows) {
        List<Future<Void>> written = new ArrayList<>();
        if (!rows.closed().isEmpty()) {
            written.add(LaneStore.close(connection, rows.closed().toArray(UUID[]::new)));
        }
        if (!rows.waits().isEmpty()) {
            written.add(LaneStore.await(connection, rows.waits()));
        }
        if (!rows.dues().isEmpty()) {
            written.add(LaneStore.due(connection, rows.dues()));
        }
        if (!rows.owed().isEmpty()) {
            written.add(OwedStore.insert(connection, rows.owed()));
        }
        if (!rows.rescheduled().isEmpty()) {
            written.add(OwedStore.reschedule(connection, rows.rescheduled()));
        }
        if (!rows.settled().isEmpty()) {
            written.add(OwedStore.settle(connection, rows.settled()));
        }
        if (!rows.fulfilled().isEmpty()) {
            written.add(RequestedAttemptStore.settle(connection, rows.fulfilled()));
        }
        return Future.all(written).mapEmpty();
    }
}
