package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.integrator.webhooks.bench.environment.Registered;
import io.integrator.webhooks.bench.environment.Registry;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.launcher.Await;
import io.integrator.webhooks.store.LaneStore;
import io.integrator.webhooks.store.OwedStore;
import io.integrator.webhooks.store.OwedStore.Claimed;
import io.integrator.webhooks.store.OwedStore.Owed;
import io.integrator.webhooks.store.OwedStore.Settled;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Owed deliveries that come and go, as when many subscribers fail: each is due some seconds after it came, half of them fail once more.
 * Written by the service's stores. Blocks; for one thread.
 */
final class OwedChurn {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final OwedStore.Pace PACE = new OwedStore.Pace(Duration.ofMillis(200), 1.02, 1_000);
    private static final int WEBHOOKS = 100;
    private static final int WEBHOOKS_OF_A_TURN = 10;
    private static final int LANES = 64;
    private static final int PLACES = 512;

    private final TimeOrderedIds ids = new TimeOrderedIds(InstantSource.system());
    private final BenchDatabase database;
    private final OwedStore store;
    private final List<UUID> webhooks;
    private final List<Double> claims = new ArrayList<>();
    private int turn;

    OwedChurn(BenchDatabase database) {
        this.database = database;
        this.store = new OwedStore(database.pool(), PACE);
        Share share = new Share("churn", EventType.PAYMENT_COMPLETED, Group.MEASURED, Answer.AT_ONCE, 0, WEBHOOKS);
        this.webhooks = new Registry(database, any -> "http://127.0.0.1/")
                .register(List.of(share)).stream().map(Registered::webhookId).toList();
    }

    /** Adds so many, to some of the webhooks. */
    void come(int deliveries) {
        Instant now = Instant.now();
        List<UUID> indebted = new ArrayList<>();
        for (int i = 0; i < WEBHOOKS_OF_A_TURN; i++) {
            indebted.add(webhooks.get((turn + i) % WEBHOOKS));
        }
        turn += WEBHOOKS_OF_A_TURN;
        List<Owed> owed = new ArrayList<>();
        for (int i = 0; i < deliveries; i++) {
            owed.add(new Owed(indebted.get(i % WEBHOOKS_OF_A_TURN), ids.next(), 2, later(now, i), null));
        }
        await(
                database.pool()
                        .withTransaction(connection ->
                                locked(connection, owed).compose(locked -> OwedStore.insert(connection, owed))),
                "owing");
    }

    /** Claims all that is due, a claim after the other, and settles it or has it due again. */
    void go() {
        List<Claimed> claimed;
        do {
            UUID token = UUID.randomUUID();
            long begin = System.nanoTime();
            claimed = await(store.claim(LANES, PLACES, Map.of(), token, LEASE), "a claim");
            if (!claimed.isEmpty()) {
                claims.add((double) (System.nanoTime() - begin) / TimeUnit.MILLISECONDS.toNanos(1));
                settleOrFail(claimed, token);
            }
        } while (claimed.size() >= PLACES / 2);
    }

    /** Of the claims since it was asked for last that gave something, in milliseconds; sorted. */
    double[] takeClaims() {
        double[] sorted =
                claims.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        claims.clear();
        return sorted;
    }

    private void settleOrFail(List<Claimed> claimed, UUID token) {
        Instant now = Instant.now();
        List<Owed> again = new ArrayList<>();
        List<Settled> settled = new ArrayList<>();
        for (Claimed one : claimed) {
            if (one.number() == 2 && again.size() < claimed.size() / 2) {
                again.add(new Owed(one.webhookId(), one.eventKey(), 3, later(now, again.size()), token));
            } else {
                settled.add(new Settled(one.webhookId(), one.eventKey(), token));
            }
        }
        await(
                database.pool()
                        .withTransaction(connection -> locked(connection, again)
                                .compose(locked -> OwedStore.reschedule(connection, again))
                                .compose(moved -> OwedStore.settle(connection, settled))),
                "settling");
    }

    private static Future<Void> locked(SqlConnection connection, List<Owed> owed) {
        UUID[] lanes = owed.stream().map(Owed::webhookId).distinct().toArray(UUID[]::new);
        return LaneStore.lock(connection, lanes)
                .compose(locked -> LaneStore.due(
                        connection,
                        Arrays.stream(lanes)
                                .map(lane -> new LaneStore.Due(lane, earliest(owed, lane)))
                                .toList()));
    }

    private static Instant earliest(List<Owed> owed, UUID lane) {
        return owed.stream()
                .filter(one -> one.webhookId().equals(lane))
                .map(Owed::dueAt)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Spread over the longest wait. */
    private static Instant later(Instant now, int number) {
        return now.plusMillis(number * 997L % LONGEST_WAIT.toMillis());
    }

    private static <T> T await(Future<T> future, String what) {
        return Await.result(future, LIMIT, what);
    }
}
