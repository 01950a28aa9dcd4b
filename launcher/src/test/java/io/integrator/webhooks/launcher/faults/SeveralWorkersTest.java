package io.integrator.webhooks.launcher.faults;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.launcher.process.Processes;
import io.integrator.webhooks.launcher.process.ServiceProcess;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers that share a consumer group and what is owed, and of which one leaves, freezes or dies: the ledger balances. On a
 * machine that does much else a worker may stand still for longer than its deadline; what it gives up then may come twice.
 */
@Tag("faults")
class SeveralWorkersTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static final int EVENTS_PER_SECOND = 100;
    private static final int WORKERS = 3;

    /** A Kafka session longer than a test needs to see what a worker left behind. */
    private static final Map<String, String> SPECIAL =
            Map.of("WEBHOOKS_KAFKA_SESSION_TIMEOUT", "10s", "WEBHOOKS_SEND_DEADLINE", "3s");

    private static Servers servers;
    private final Deque<ServiceProcess> workers = new ArrayDeque<>();
    private FaultSite site;

    @BeforeAll
    static void start(@TempDir Path directory) {
        servers = Servers.start(PROCESSES, directory);
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    private void open() {
        site = FaultSite.open(PROCESSES, servers, "127.0.0.1", SPECIAL);
        Stream.generate(site::startWorker).limit(WORKERS).forEach(workers::add);
        workers.forEach(ServiceProcess::awaitReady);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void workersThatJoinAndLeaveLoseAndRepeatNothing() {
        int rounds = FaultForm.count(1, 10);
        open();
        site.produce(EVENTS_PER_SECOND);
        site.awaitPosts(200);

        for (int round = 0; round < rounds; round++) {
            workers.add(site.startWorker().awaitReady());
            site.awaitPosts(300);
            assertThat(workers.remove().process().stop()).isZero();
            site.awaitPosts(300);
        }

        site.balance(rounds + " of " + WORKERS + " workers replaced", 0);
    }

    @Test
    void aWorkerThatIsKilledIsReplacedByTheOthers() {
        int kills = FaultForm.count(1, 6);
        open();
        site.produce(EVENTS_PER_SECOND);
        site.awaitPosts(200);

        int unrecorded = 0;
        for (int kill = 0; kill < kills; kill++) {
            workers.remove().process().kill();
            unrecorded += site.leftUnrecorded();
            workers.add(site.startWorker().awaitReady());
            site.awaitPosts(300);
        }

        int left = unrecorded;
        site.balance("%d of %d workers killed, %d POSTs not recorded".formatted(kills, WORKERS, left), left);
        assertThat(left).isLessThanOrEqualTo(kills * FaultSite.REPEATED_BY_A_CRASH);
    }

    @Test
    void aWorkerFrozenPastItsSessionAndItsLeasesDoesNoHarmAndGoesOn() {
        open();
        site.subscriber().answersLate(this::oneInFiveSlowly);
        site.produce(EVENTS_PER_SECOND);
        site.awaitPosts(500);
        ServiceProcess sleeper = workers.element();
        // Until the group is shared out one of them has all the work, and the others would wait for its session to end.
        for (ServiceProcess worker : workers) {
            patiently().until(() -> new WorkerCounts(worker).attempts() > 100);
        }

        Frozen frozen = Frozen.of(sleeper.process().handle());
        String leases = site.database().value("select array_agg(distinct lease) from owed where lease is not null");
        // By then the slow answers that it waited for have come.
        site.awaitPosts(300);
        int left = site.leftUnrecorded();
        long held = leased(leases);
        Awaitility.await().atMost(FaultSite.LIMIT).until(() -> leased(leases) == 0);
        frozen.thaw();
        long attempts = new WorkerCounts(sleeper).attempts();
        patiently().until(() -> new WorkerCounts(sleeper).attempts() > attempts + 50);

        assertThat(held).as("leases of the frozen worker").isPositive();
        site.balance("a worker frozen past %d leases, %d POSTs not recorded".formatted(held, left), left);
    }

    @Test
    void aSlowAnswerIsWaitedForByTheOneWorkerThatHasTheLease() {
        open();
        site.subscriber().answersLate(due -> answeredAfter(2_500));
        site.produce(EVENTS_PER_SECOND);
        site.awaitEvents(FaultForm.count(500, 5_000));

        site.balance("answers after 2.5 s of a deadline of 3 s", 0);

        assertThat(site.database().value("select count(*) from attempt where trigger = 'retry'"))
                .as("deliveries claimed")
                .isNotEqualTo("0");
        assertThat(workers)
                .allSatisfy(worker ->
                        assertThat(new WorkerCounts(worker).attempts()).isPositive());
    }

    private long leased(String leases) {
        return Long.parseLong(
                site.database().value("select count(*) from owed where lease = any (cast(? as uuid[]))", leases));
    }

    private Future<Integer> oneInFiveSlowly(Due due) {
        return due.hashCode() % 5 == 0 ? answeredAfter(2_000) : Future.succeededFuture(200);
    }

    private static Future<Integer> answeredAfter(long milliseconds) {
        return servers.vertx().timer(milliseconds, TimeUnit.MILLISECONDS).map(200);
    }
}
