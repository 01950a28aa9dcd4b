package io.integrator.webhooks.launcher.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.launcher.process.Api;
import io.integrator.webhooks.launcher.process.EventTopic;
import io.integrator.webhooks.launcher.process.PlatformIssuer;
import io.integrator.webhooks.launcher.process.Processes;
import io.integrator.webhooks.launcher.process.ServeSettings;
import io.integrator.webhooks.launcher.process.ServiceProcess;
import io.integrator.webhooks.launcher.process.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What was held goes out once its webhook is enabled: oldest first, slowly and then faster, and at nobody's expense. */
@Tag("faults")
class BacklogTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static final int IN_FLIGHT = 16;

    /**
     * A delivery may be overtaken by those that are in flight with it, some times over while its connection is made, or stands still
     * for a moment on a busy machine: hundreds go out in a second. One that a stalled lane parks comes later.
     */
    private static final int WINDOW = 300;

    private static final int RATE = 50;
    private static final double CLAIM_SECONDS = 0.1;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Ledger ledger = new Ledger(Map.of("held", List.of("held-hook"), "live", List.of("live-hook")));
    private final List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    private final Vertx vertx = Vertx.vertx();
    private TestDatabase database;
    private EventTopic topic;
    private ServiceProcess delivery;
    private EventLoad load;
    private Api held;
    private String heldWebhook;

    @BeforeEach
    void start(@TempDir Path directory) {
        database = TestDatabase.fresh();
        topic = EventTopic.fresh();
        PlatformIssuer issuer = PlatformIssuer.in(directory);
        Map<String, String> apiSettings = ServeSettings.api(database, issuer);
        apiSettings.put("WEBHOOKS_BACKLOG_RATE", Integer.toString(RATE));
        Map<String, String> deliverySettings = ServeSettings.delivery(database, topic);
        deliverySettings.put("WEBHOOKS_RETRY_POLL_INTERVAL", "100ms");
        deliverySettings.put("WEBHOOKS_SEND_IN_FLIGHT_PER_WEBHOOK", Integer.toString(IN_FLIGHT));
        ServiceProcess api = ServiceProcess.start(PROCESSES, "api", apiSettings).awaitReady();
        delivery = ServiceProcess.start(PROCESSES, "delivery", deliverySettings).awaitReady();
        RecordingSubscriber subscriber = RecordingSubscriber.start(vertx, ledger);
        subscriber.answers(this::accept);
        Api operator = new Api(api.api(), issuer.operatorToken());
        held = new Api(api.api(), issuer.token("held"));
        Api live = new Api(api.api(), issuer.token("live"));
        operator.makeKnown("held");
        operator.makeKnown("live");
        heldWebhook = held.register(subscriber.url("127.0.0.1", "held-hook"), "payment.completed");
        live.register(subscriber.url("127.0.0.1", "live-hook"), "payment.completed");
    }

    @AfterEach
    void stop() {
        if (load != null) {
            load.abandon();
        }
        vertx.close().await();
    }

    @Test
    void whatWasHeldGoesOutOldestFirstThrottledAndOthersDoNotNotice() {
        int deliveries = FaultForm.count(3_000, 100_000);
        held.disable(heldWebhook);
        new HeldBacklog(database, "held", heldWebhook).add(deliveries);
        IntStream.rangeClosed(1, deliveries).mapToObj(HeldBacklog::event).forEach(this::promise);
        Drain drain = new Drain(database, heldWebhook);
        drain.look(order.size());

        held.enable(heldWebhook);
        load = EventLoad.start(topic, List.of("live"), 50, ledger);
        followUntil(drain, () -> ledger.events() >= deliveries + FaultForm.count(250, 2_000));
        load.stop();
        followUntil(
                drain,
                () -> ledger.missing().stream().noneMatch(due -> due.webhook().equals("live-hook")));
        int aheadOfTheBacklog = order.size();
        assertThat(drain.isUnderWay()).as("backlog goes on").isTrue();
        followUntil(drain, () -> ledger.missing().isEmpty() && !drain.isUnderWay());
        await().atMost(LIMIT).until(() -> database.owed("held") == 0);

        long parked = new WorkerCounts(delivery).parked();
        tell(drain, deliveries, aheadOfTheBacklog, parked);
        assertThat(aheadOfTheBacklog).isLessThan(deliveries);
        assertThat(duplicates()).isZero();
        assertThat(ledger.invented()).isEmpty();
        assertThat(database.attempts("held")).isEqualTo(deliveries);
        assertThat(lateness().filter(late -> late > WINDOW).count())
                .as("later than the window, without having been parked")
                .isLessThanOrEqualTo(parked);
        drain.requireThrottledFrom(RATE, CLAIM_SECONDS);
        assertThat(database.value("""
                        select drain_rate is null and not held and probes = 0 and waits_until = 'epoch'
                        from lane where webhook_id = cast(? as uuid)""", heldWebhook)).as("lane as before").isEqualTo("t");
    }

    private void tell(Drain drain, int deliveries, int aheadOfTheBacklog, long parked) {
        System.out.printf(
                "fault: %d held deliveries of a webhook that is enabled; %s; %d late by at most %d, %d parked; %d of another"
                        + " webhook arrived by the time of %d of them; %d duplicates%n",
                deliveries,
                drain,
                lateness().filter(late -> late > 0).count(),
                lateness().max().orElse(0),
                parked,
                ledger.events() - deliveries,
                aheadOfTheBacklog,
                duplicates());
    }

    private int duplicates() {
        return ledger.posts() - ledger.accepted().size();
    }

    private void promise(String event) {
        ledger.announce(event, "held");
        ledger.acknowledge(event);
    }

    private int accept(Due due) {
        if (due.webhook().equals("held-hook")) {
            order.add(HeldBacklog.number(due.event()));
        }
        return 200;
    }

    private void followUntil(Drain drain, Callable<Boolean> reached) {
        await().atMost(LIMIT).pollInterval(BETWEEN_LOOKS).until(() -> {
            drain.look(order.size());
            return reached.call();
        });
    }

    /** How far behind the newest that had arrived each came. */
    private IntStream lateness() {
        List<Integer> arrived = List.copyOf(order);
        int[] newest = {0};
        return arrived.stream().mapToInt(number -> {
            newest[0] = Math.max(newest[0], number);
            return newest[0] - number;
        });
    }
}
