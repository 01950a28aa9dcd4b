package io.integrator.webhooks.launcher.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.launcher.process.Processes;
import io.integrator.webhooks.launcher.process.ServiceProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to workers and their group, the ledger balances. */
@Tag("faults")
class WorkerFaultsTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static final int EVENTS_PER_SECOND = 100;

    private static Servers servers;
    private FaultSite site;

    @BeforeAll
    static void start(@TempDir Path directory) {
        servers = Servers.start(PROCESSES, directory);
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @BeforeEach
    void open() {
        site = FaultSite.open(PROCESSES, servers);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void killsOfTheWorkerAtRandomMomentsLoseNothing() {
        int kills = FaultForm.count(3, 12);
        long seed = System.nanoTime();
        Random moments = new Random(seed);
        ServiceProcess worker = site.startWorker().awaitReady();
        site.produce(EVENTS_PER_SECOND);

        List<Integer> unrecorded = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            site.awaitPosts(100 + moments.nextInt(300));
            worker.process().kill();
            unrecorded.add(site.unrecorded());
            worker = site.startWorker();
        }
        site.awaitPosts(200);

        int repeatable = unrecorded.stream().mapToInt(Integer::intValue).sum();
        site.balance(
                "%d kills of the worker (seed %d, %s POSTs not recorded)".formatted(kills, seed, unrecorded),
                repeatable);
        assertThat(repeatable).isLessThanOrEqualTo(kills * FaultSite.REPEATED_BY_A_CRASH);
    }

    @Test
    void rebalancesAgainAndAgainLoseAndRepeatNothing() {
        int members = FaultForm.count(4, 60);
        site.refuseSome(10);
        site.startWorker().awaitReady();
        site.produce(EVENTS_PER_SECOND);
        site.awaitPosts(100);

        for (int member = 0; member < members; member++) {
            IdleMember passing = IdleMember.join(site.topic());
            site.awaitEvents(20);
            passing.close();
            site.awaitPosts(100);
        }

        site.balance(members + " members that joined the group and left", 0);
    }

    @Test
    void offsetsThatAreForgottenBetweenTwoRunsRepeatNothing() {
        int runs = FaultForm.count(1, 5);
        ServiceProcess worker = site.startWorker().awaitReady();
        site.produce(EVENTS_PER_SECOND);

        for (int run = 0; run < runs; run++) {
            site.awaitPosts(400);
            worker.process().stop();
            assertThat(site.topic().committed()).isPositive();
            site.topic().forgetGroup();
            assertThat(site.topic().committed()).isZero();
            worker = site.startWorker();
        }
        site.awaitPosts(200);

        site.balance("offsets forgotten %d times between two runs".formatted(runs), 0);
    }
}
