package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.integrator.webhooks.store.OwedStore.Claimed;
import io.integrator.webhooks.store.OwedStore.Pace;
import io.integrator.webhooks.store.OwedStore.Settled;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several workers and several writers at once, as in production; what goes wrong here goes wrong rarely and silently there. */
class ClaimConcurrencyTest {

    private static final int WEBHOOKS = 6;
    private static final int WRITERS = 4;
    private static final int BATCHES = 40;
    private static final int CLAIMERS = 3;

    private static TestDatabase database;

    private final Queue<UUID> claimed = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final OwedStore store = new OwedStore(database.pool(), new Pace(Duration.ofMillis(200), 1.02, 1_000));

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("claim_concurrency");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void claimsAmongInsertsLoseNothingAndTakeNothingTwice() {
        String integrator = database.integrator();
        List<UUID> webhooks = IntStream.range(0, WEBHOOKS)
                .mapToObj(i -> database.webhook(integrator, PAYMENT_CREATED))
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();

        IntStream.range(0, CLAIMERS).forEach(claimer -> claimForEver());
        List<Future<Void>> writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> write(webhooks, writer, BATCHES))
                .toList();

        int expected = WRITERS * BATCHES * WEBHOOKS;
        writers.forEach(TestDatabase::await);
        waitAtMost(Duration.ofSeconds(20)).until(() -> claimed.size() >= expected || !failures.isEmpty());
        stopped.set(true);
        assertThat(failures).isEmpty();
        assertThat(claimed).hasSize(expected).doesNotHaveDuplicates();
        waitAtMost(Duration.ofSeconds(10)).until(() -> database.value(Long.class, "select count(*) from owed") == 0);
    }

    private Future<Void> write(List<UUID> webhooks, int writer, int batches) {
        if (batches == 0) {
            return Future.succeededFuture();
        }
        return database.pool()
                .withTransaction(connection -> oweOneToEach(connection, webhooks))
                .compose(written -> write(webhooks, writer, batches - 1));
    }

    private static Future<Void> oweOneToEach(SqlConnection connection, List<UUID> webhooks) {
        Instant now = Instant.now();
        List<LaneStore.Due> dues = new ArrayList<>();
        List<OwedStore.Owed> owed = new ArrayList<>();
        for (UUID webhook : webhooks) {
            dues.add(new LaneStore.Due(webhook, now));
            owed.add(new OwedStore.Owed(webhook, TestDatabase.IDS.next(), 1, now, null));
        }
        return LaneStore.lock(connection, webhooks.toArray(UUID[]::new))
                .compose(locked -> LaneStore.due(connection, dues))
                .compose(due -> OwedStore.insert(connection, owed));
    }

    private void claimForEver() {
        if (stopped.get()) {
            return;
        }
        store.claim(4, 20, Map.of(), UUID.randomUUID(), Duration.ofMinutes(1))
                .compose(this::settle)
                .onSuccess(taken -> {
                    if (taken > 0) {
                        claimForEver();
                    } else {
                        database.vertx().setTimer(2, again -> claimForEver());
                    }
                })
                .onFailure(failures::add);
    }

    private Future<Integer> settle(List<Claimed> taken) {
        taken.forEach(one -> claimed.add(one.eventKey()));
        List<Settled> settled = taken.stream()
                .map(one ->
                        new Settled(one.webhookId(), one.eventKey(), one.lease().token()))
                .toList();
        return taken.isEmpty()
                ? Future.succeededFuture(0)
                : database.pool()
                        .withTransaction(connection -> OwedStore.settle(connection, settled))
                        .map(taken.size());
    }
}
