package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.store.OwedStore.Claimed;
import io.integrator.webhooks.store.OwedStore.Owed;
import io.integrator.webhooks.store.OwedStore.Pace;
import io.integrator.webhooks.store.OwedStore.Settled;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A webhook of an integrator of its own, and its lane: what the workers do with what is owed to it. */
final class TestLane {

    static final Duration LEASE = Duration.ofMinutes(1);
    static final int MANY = 100;

    private final TestDatabase database;
    private final OwedStore store;
    private final String integrator;
    private final UUID webhook;

    /** Holds the lanes that other tests left: they owe nothing to this one. */
    TestLane(TestDatabase database) {
        this.database = database;
        this.store = new OwedStore(database.pool(), new Pace(Duration.ofMillis(200), 1.02, 1_000));
        this.integrator = database.integrator();
        this.webhook = database.webhook(integrator, PAYMENT_CREATED);
        database.rows("update lane set held = true where webhook_id <> $1", webhook);
    }

    OwedStore store() {
        return store;
    }

    String integrator() {
        return integrator;
    }

    UUID webhook() {
        return webhook;
    }

    /** Records events and owes them to the webhook, due since an hour. */
    List<UUID> oweEvents(int count) {
        return database.oweEvents(integrator, webhook, count);
    }

    void disable() {
        await(database.webhooks().change(integrator, webhook, patch(true)));
    }

    void enable() {
        await(database.webhooks().change(integrator, webhook, patch(false)));
    }

    private static WebhookPatch patch(boolean disabled) {
        return new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(disabled));
    }

    List<Claimed> claim(int lanes, int places) {
        return await(store.claim(lanes, places, Map.of(), UUID.randomUUID(), LEASE));
    }

    void reschedule(Claimed claimed, UUID token, Instant dueAt) {
        database.inTransaction(connection -> LaneStore.lock(connection, new UUID[] {webhook})
                .compose(locked -> LaneStore.due(connection, List.of(new LaneStore.Due(webhook, dueAt))))
                .compose(due -> OwedStore.reschedule(
                        connection,
                        List.of(new Owed(webhook, claimed.eventKey(), claimed.number() + 1, dueAt, token)))));
    }

    void settle(Claimed claimed, UUID token) {
        database.inTransaction(
                connection -> OwedStore.settle(connection, List.of(new Settled(webhook, claimed.eventKey(), token))));
    }

    void waitUntil(Instant until, int probes) {
        waitUntil(until, probes, revision());
    }

    /** Of the webhook's subscriber: it grows with each change of url and each enable. */
    int revision() {
        return database.value(Integer.class, "select revision from webhook where id = $1", webhook);
    }

    void waitUntil(Instant until, int probes, int revision) {
        database.inTransaction(connection -> LaneStore.lock(connection, new UUID[] {webhook})
                .compose(locked ->
                        LaneStore.await(connection, List.of(new LaneStore.Wait(webhook, until, probes, revision)))));
    }

    void recordAttemptOf(DomainEvent event) {
        Target target = new Target(
                webhook, integrator, "https://example.com/", Set.of(), List.of(), 1, false, false, Instant.EPOCH);
        Attempt attempt = new Attempt(
                TestDatabase.IDS.next(),
                Delivery.first(target, event),
                Instant.now(),
                Duration.ofMillis(1),
                new Outcome.Answered(204, Optional.empty(), ""));
        database.inTransaction(
                connection -> AttemptStore.record(connection, List.of(new AttemptStore.Entry(attempt, false, null))));
    }

    /** As if the time of the leases, and of the lane, had passed. */
    void runOut() {
        database.rows("update owed set due_at = now() - interval '1 second' where webhook_id = $1", webhook);
        wake();
    }

    void wake() {
        database.rows("update lane set due_at = now() - interval '1 second' where webhook_id = $1", webhook);
    }

    Optional<Instant> due() {
        return Optional.ofNullable(
                        database.value(OffsetDateTime.class, "select due_at from lane where webhook_id = $1", webhook))
                .map(OffsetDateTime::toInstant);
    }

    Double drainRate() {
        return database.value(Double.class, "select drain_rate from lane where webhook_id = $1", webhook);
    }

    long owed() {
        return database.value(Long.class, "select count(*) from owed where webhook_id = $1", webhook);
    }

    static List<UUID> keys(List<Claimed> claimed) {
        return claimed.stream().map(Claimed::eventKey).toList();
    }

    static Instant anHourAgo() {
        return Instant.now().minusSeconds(3_600);
    }
}
