package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.environment.Registry;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.bench.report.Cost;
import io.integrator.webhooks.bench.report.Spread;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.launcher.Await;
import io.integrator.webhooks.launcher.CommandException;
import io.integrator.webhooks.store.LaneStore;
import io.integrator.webhooks.store.OwedStore;
import io.integrator.webhooks.store.OwedStore.Claimed;
import io.integrator.webhooks.store.OwedStore.Owed;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * What it takes to claim deliveries of a webhook that is owed so many. What a claim takes is put back as the service
 * would after a failure, and that isn't timed.
 */
final class ClaimCost {

    /** As many lanes and places as the service asks for when it has nothing else to do. */
    private static final int LANES = 64;

    private static final int PLACES = 512;
    private static final int CLAIMS_OF_A_ROUND = 20;
    private static final Duration LEASE = Duration.ofSeconds(40);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final OwedStore.Pace PACE = new OwedStore.Pace(Duration.ofMillis(200), 1.02, 1_000);
    private static final Share SHARE =
            new Share("debtor", EventType.PAYMENT_CREATED, Group.DISTURBING, Answer.NEVER, 0);

    private final BenchDatabase database;
    private final OwedStore store;
    private final UUID webhook;
    private final long owed;

    private ClaimCost(BenchDatabase database, UUID webhook, long owed) {
        this.database = database;
        this.store = new OwedStore(database.pool(), PACE);
        this.webhook = webhook;
        this.owed = owed;
    }

    /** For each size a cost, over rounds in which the sizes take turns, after a round that counts for nothing. */
    static List<Cost> measure(Environment environment, List<Long> sizes, int rounds) {
        Map<ClaimCost, List<Double>> medians = new LinkedHashMap<>();
        sizes.forEach(size -> medians.put(of(environment, size), new ArrayList<>()));
        for (int round = 0; round <= rounds; round++) {
            boolean counts = round > 0;
            medians.forEach((size, taken) -> {
                double median = size.medianMillis();
                if (counts) {
                    taken.add(median);
                }
            });
        }
        return medians.entrySet().stream()
                .map(entry -> new Cost(
                        "claim of " + entry.getKey().share(), entry.getKey().owed, Spread.of(entry.getValue())))
                .toList();
    }

    /** In a database of its own, so that the tables are as large as their size says. */
    private static ClaimCost of(Environment environment, long owed) {
        BenchDatabase database = environment.freshDatabase("owed_" + owed);
        UUID webhook = new Registry(database, share -> "http://127.0.0.1/")
                .register(List.of(SHARE))
                .get(0)
                .webhookId();
        OwedRows rows = new OwedRows(database);
        rows.insertEvents(SHARE.integrator(), SHARE.type(), owed);
        rows.owe(SHARE.integrator(), webhook);
        rows.makeDue(webhook);
        database.execute("checkpoint");
        return new ClaimCost(database, webhook, owed);
    }

    private long share() {
        return Math.min(PLACES, owed);
    }

    private double medianMillis() {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < CLAIMS_OF_A_ROUND; i++) {
            UUID token = UUID.randomUUID();
            long begin = System.nanoTime();
            List<Claimed> claimed = await(store.claim(LANES, PLACES, Map.of(), token, LEASE), "a claim");
            millis.add((double) (System.nanoTime() - begin) / TimeUnit.MILLISECONDS.toNanos(1));
            if (claimed.size() != share()) {
                throw new CommandException(
                        "the run is void: a claim of " + owed + " owed gave " + claimed.size() + ", not " + share());
            }
            putBack(claimed, token);
        }
        return Spread.of(millis).median();
    }

    private void putBack(List<Claimed> claimed, UUID token) {
        Instant now = Instant.now();
        List<Owed> owedAgain = claimed.stream()
                .map(one -> new Owed(webhook, one.eventKey(), one.number(), now, token))
                .toList();
        await(
                database.pool()
                        .withTransaction(connection -> LaneStore.lock(connection, new UUID[] {webhook})
                                .compose(locked -> LaneStore.due(connection, List.of(new LaneStore.Due(webhook, now))))
                                .compose(due -> OwedStore.reschedule(connection, owedAgain))),
                "putting back what was claimed");
    }

    private static <T> T await(Future<T> future, String what) {
        return Await.result(future, LIMIT, what);
    }
}
