package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.integrator.webhooks.bench.environment.Registry;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.EventBody;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.domain.Trigger;
import io.integrator.webhooks.launcher.Await;
import io.integrator.webhooks.store.AttemptStore;
import io.integrator.webhooks.store.AttemptStore.Entry;
import io.integrator.webhooks.store.LaneStore;
import io.integrator.webhooks.store.OwedStore;
import io.integrator.webhooks.store.OwedStore.Claimed;
import io.integrator.webhooks.store.OwedStore.Owed;
import io.integrator.webhooks.store.OwedStore.Settled;
import io.integrator.webhooks.store.RecordStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What the service leaves of deliveries to one webhook, written by its own stores, as many at once as the journal writes. Blocks. */
final class SizedRows {

    private static final int BATCH = 250;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final OwedStore.Pace PACE = new OwedStore.Pace(Duration.ofMillis(200), 1.02, 1_000);
    private static final String INTEGRATOR = "sized";
    private static final Outcome DELIVERED = new Outcome.Answered(200, Optional.empty(), "");
    private static final Outcome FAILED = new Outcome.Answered(503, Optional.empty(), "Service Unavailable");

    private final TimeOrderedIds ids = new TimeOrderedIds(InstantSource.system());
    private final BenchDatabase database;
    private final OwedStore owed;
    private final Target target;
    private final List<DomainEvent> recorded = new ArrayList<>();

    SizedRows(BenchDatabase database) {
        this.database = database;
        this.owed = new OwedStore(database.pool(), PACE);
        Share share = new Share(INTEGRATOR, EventType.PAYMENT_COMPLETED, Group.MEASURED, Answer.AT_ONCE, 0);
        UUID webhook = new Registry(database, any -> "http://127.0.0.1/")
                .register(List.of(share))
                .get(0)
                .webhookId();
        this.target = new Target(
                webhook,
                INTEGRATOR,
                "http://127.0.0.1/",
                Set.of(EventType.PAYMENT_COMPLETED),
                List.of(),
                1,
                false,
                false,
                Instant.EPOCH);
    }

    /** Records events, each delivered by its first attempt; gives how many they are. */
    long deliver(long events) {
        long written = 0;
        while (written < events) {
            List<DomainEvent> batch = Stream.generate(this::event).limit(BATCH).toList();
            List<Entry> attempts = batch.stream()
                    .map(event -> new Entry(attempt(Delivery.first(target, event), DELIVERED), false, null))
                    .toList();
            await(RecordStore.record(database.pool(), batch, attempts), "recording events");
            batch.forEach(event -> recorded.add(withoutBody(event)));
            written += batch.size();
        }
        return written;
    }

    /** Records a failed attempt at so many of the events that are recorded, which are then owed and due; gives how many they are. */
    long fail(long deliveries) {
        long written = 0;
        while (written < deliveries) {
            int from = (int) written;
            List<DomainEvent> batch = recorded.subList(from, from + BATCH);
            await(database.pool().withTransaction(connection -> fail(connection, batch)), "recording failures");
            written += batch.size();
        }
        return written;
    }

    private Future<Void> fail(SqlConnection connection, List<DomainEvent> events) {
        Instant due = Instant.now();
        List<Entry> attempts = events.stream()
                .map(event -> new Entry(attempt(Delivery.first(target, event), FAILED), true, due))
                .toList();
        UUID webhook = target.webhookId();
        return AttemptStore.record(connection, attempts)
                .compose(counts -> LaneStore.lock(connection, new UUID[] {webhook}))
                .compose(locked -> LaneStore.due(connection, List.of(new LaneStore.Due(webhook, due))))
                .compose(moved -> OwedStore.insert(
                        connection,
                        events.stream()
                                .map(event -> new Owed(webhook, event.key(), 2, due, null))
                                .toList()));
    }

    /** Claims what is owed, and records that it was delivered; gives how many they were. */
    long retry() {
        long settled = 0;
        List<Claimed> claimed = claim();
        while (!claimed.isEmpty()) {
            List<Entry> attempts = claimed.stream()
                    .map(one -> new Entry(attempt(delivery(one), DELIVERED), false, null))
                    .toList();
            List<Settled> owedNoMore = claimed.stream()
                    .map(one -> new Settled(
                            one.webhookId(), one.eventKey(), one.lease().token()))
                    .toList();
            await(
                    RecordStore.recordAndSettle(database.pool(), List.of(), attempts, owedNoMore),
                    "recording what was delivered");
            settled += claimed.size();
            claimed = claim();
        }
        return settled;
    }

    private List<Claimed> claim() {
        return await(owed.claim(1, BATCH, Map.of(), UUID.randomUUID(), LEASE), "a claim");
    }

    private Delivery delivery(Claimed one) {
        return new Delivery(target, one.event().orElseThrow(), one.number(), Trigger.RETRY, Optional.of(one.lease()));
    }

    private Attempt attempt(Delivery delivery, Outcome outcome) {
        return new Attempt(ids.next(), delivery, Instant.now(), Duration.ofMillis(20), outcome);
    }

    private DomainEvent event() {
        UUID key = ids.next();
        String id = "evt_" + key;
        Instant now = Instant.now();
        return new DomainEvent(
                key,
                INTEGRATOR,
                id,
                EventType.PAYMENT_COMPLETED,
                now,
                io.integrator.webhooks.domain.EventBody.of(
                        id, EventType.PAYMENT_COMPLETED, now, EventBody.data(EventBody.DATA_BYTES)));
    }

    /** So that many can be kept. */
    private static DomainEvent withoutBody(DomainEvent event) {
        return new DomainEvent(
                event.key(), event.integratorId(), event.id(), event.type(), event.occurredAt(), Buffer.buffer());
    }

    private static <T> T await(Future<T> future, String what) {
        return Await.result(future, LIMIT, what);
    }
}
