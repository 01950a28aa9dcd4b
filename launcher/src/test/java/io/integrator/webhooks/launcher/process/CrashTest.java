package io.integrator.webhooks.launcher.process;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** However the process that delivers ends, nothing is lost. */
class CrashTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    /** When a process was killed. */
    private record Moment(List<String> received, Set<String> recorded) {

        /** How many POSTs the next process can't know of: those in flight, and those in the journal's memory. */
        int unrecorded() {
            Set<String> unknown = new HashSet<>(received);
            unknown.removeAll(recorded);
            return unknown.size();
        }
    }

    private static TestDatabase database;
    private static PlatformIssuer issuer;
    private static ServiceProcess api;

    private final String integrator = "integrator-" + UUID.randomUUID();
    private EventTopic topic;
    private Subscriber subscriber;

    @BeforeAll
    static void start(@TempDir Path directory) {
        database = TestDatabase.fresh();
        issuer = PlatformIssuer.in(directory);
        api = ServiceProcess.start(PROCESSES, "api", ServeSettings.api(database, issuer))
                .awaitReady();
    }

    @BeforeEach
    void register() throws IOException {
        topic = EventTopic.fresh();
        subscriber = Subscriber.start();
        new Api(api.api(), issuer.operatorToken()).makeKnown(integrator);
        new Api(api.api(), issuer.token(integrator)).register(subscriber.url("/"), "payment.completed");
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void whatWasPostedWhenTheProcessWasKilledIsPostedAgainWithTheSameId() {
        ServiceProcess killed = startDelivery().awaitReady();
        subscriber.answers(post -> {
            killed.process().kill();
            return 200;
        });
        String event = topic.publish(integrator, "payment.completed");
        patiently().until(() -> !killed.process().isAlive());
        assertThat(database.attempts(integrator)).isZero();
        assertThat(topic.committed()).isZero();

        subscriber.answers(200);
        ServiceProcess next = startDelivery();

        patiently().until(() -> database.delivered(integrator).size() == 1);
        patiently().until(() -> topic.committed() == 1);
        assertThat(subscriber.ids()).containsExactly(event, event);
        assertThat(database.events(integrator)).isEqualTo(1);
        assertThat(database.attempts(integrator)).isEqualTo(1);
        assertThat(database.owed(integrator)).isZero();
        next.process().stop();
    }

    @Test
    void whatSomebodyAskedForWhenTheProcessWasKilledIsPostedAgainOnceItsLeaseHasEnded() {
        ServiceProcess killed = startDelivery().awaitReady();
        String event = topic.publish(integrator, "payment.completed");
        patiently().until(() -> topic.committed() == 1);
        Api client = new Api(api.api(), issuer.token(integrator));
        String webhook = client.webhooks().get(0).getString("id");
        subscriber.answers(post -> {
            killed.process().kill();
            return 200;
        });
        client.resend(webhook, event);
        patiently().until(() -> !killed.process().isAlive());
        assertThat(database.attempts(integrator)).isEqualTo(1);

        subscriber.answers(200);
        database.value(
                "update requested_attempt set leased_until = now() where webhook_id = ?::uuid returning id", webhook);
        ServiceProcess next = startDelivery();

        patiently().until(() -> database.attempts(integrator) == 2);
        assertThat(subscriber.ids()).containsExactly(event, event, event);
        assertThat(database.value("select count(*) from requested_attempt where webhook_id = ?::uuid", webhook))
                .isEqualTo("0");
        next.process().stop();
    }

    @Test
    void killsWhileEventsArriveLoseNothingAndRepeatNothingThatWasRecorded() {
        int count = 300;
        long seed = System.nanoTime();
        Set<Integer> fatal = fatalArrivals(seed);
        AtomicInteger arrivals = new AtomicInteger();
        AtomicReference<ServiceProcess> delivery =
                new AtomicReference<>(startDelivery().awaitReady());
        subscriber.answers(post -> {
            if (fatal.contains(arrivals.incrementAndGet())) {
                delivery.get().process().kill();
            }
            // Long enough that some of a burst are in flight while others are being recorded.
            return CompletableFuture.supplyAsync(
                            () -> 200, CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS))
                    .join();
        });

        CommandProcess publisher = PROCESSES.start(
                Map.of(),
                topic.publishCommand(
                        integrator, "payment.completed", "--count", "" + count, "--rate", "15", "--id", "event"));
        List<Moment> kills = new ArrayList<>();
        while (kills.size() < fatal.size()) {
            CommandProcess doomed = delivery.get().process();
            patiently().alias("kill after " + kills.size()).until(() -> !doomed.isAlive());
            kills.add(new Moment(subscriber.ids(), database.delivered(integrator)));
            delivery.set(startDelivery());
        }

        assertThat(publisher.exitCode()).isZero();
        patiently().until(() -> topic.committed() == count);
        patiently().until(() -> database.owed(integrator) == 0);
        List<String> ids = subscriber.ids();
        assertThat(new HashSet<>(ids)).hasSize(count);
        assertThat(database.events(integrator)).isEqualTo(count);
        assertThat(database.delivered(integrator)).containsExactlyInAnyOrderElementsOf(new HashSet<>(ids));
        kills.forEach(kill -> assertThat(ids.subList(kill.received().size(), ids.size()))
                .filteredOn(kill.recorded()::contains)
                .isEmpty());
        int repeated = ids.size() - count;
        System.out.printf(
                "%d kills, at the arrivals %s (seed %d), of which %s were recorded: %d POSTs were repeated%n",
                kills.size(),
                fatal,
                seed,
                kills.stream().map(kill -> kill.recorded().size()).toList(),
                repeated);
        assertThat(repeated)
                .isLessThanOrEqualTo(kills.stream().mapToInt(Moment::unrecorded).sum());
        delivery.get().process().stop();
    }

    @Test
    void aProcessThatIsAskedToStopFinishesWhatIsInFlightAndTheNextRepeatsNothing() {
        ServiceProcess stopped = startDelivery().awaitReady();
        subscriber.answersWhenTold();
        List<String> events = IntStream.range(0, 5)
                .mapToObj(number -> topic.publish(integrator, "payment.completed"))
                .toList();
        patiently().until(() -> subscriber.received().size() == events.size());

        stopped.process().requestStop();
        stopped.process().awaitOut(line -> line.contains("\"Stopping\""));
        events.forEach(event -> subscriber.tell(200));

        assertThat(stopped.process().exitCode()).isZero();
        assertThat(database.delivered(integrator)).hasSize(events.size());
        assertThat(database.owed(integrator)).isZero();
        assertThat(topic.committed()).isEqualTo(events.size());
        subscriber.answers(200);
        ServiceProcess next = startDelivery();
        String last = topic.publish(integrator, "payment.completed");
        patiently().until(() -> subscriber.ids().contains(last));
        patiently().until(() -> topic.committed() == events.size() + 1);
        assertThat(subscriber.ids()).hasSize(events.size() + 1).containsAll(events);
        next.process().stop();
    }

    private ServiceProcess startDelivery() {
        Map<String, String> settings = ServeSettings.delivery(database, topic);
        // A lease that outlives its process is waited for; short, so that the wait is.
        settings.put("WEBHOOKS_SEND_DEADLINE", "2s");
        return ServiceProcess.start(PROCESSES, "delivery", settings);
    }

    /** Three arrivals, each some way from the others and the ends. */
    private static Set<Integer> fatalArrivals(long seed) {
        Random random = new Random(seed);
        Set<Integer> fatal = new TreeSet<>();
        for (int third = 0; third < 3; third++) {
            fatal.add(90 * third + 10 + random.nextInt(60));
        }
        return fatal;
    }
}
