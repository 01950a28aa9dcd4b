package io.integrator.webhooks.launcher.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.launcher.process.Processes;
import io.integrator.webhooks.launcher.process.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to Postgres, the ledger balances; and while the worker lives, nothing is posted twice. */
@Tag("faults")
class PostgresFaultsTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static Servers servers;
    private FaultSite site;
    private ServiceProcess worker;

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
        worker = site.startWorkerUnderLoad();
    }

    @AfterEach
    void close() {
        servers.mend();
        site.close();
    }

    @Test
    void restartsOfPostgresLoseAndRepeatNothing() {
        int restarts = FaultForm.count(2, 10);
        site.refuseSome(10);

        for (int restart = 0; restart < restarts; restart++) {
            servers.postgres().stop();
            site.awaitEvents(50);
            site.awaitFault(worker, "intake/0");
            servers.postgres().start();
            worker.awaitReady();
            site.awaitPosts(200);
        }

        site.balance(restarts + " restarts of Postgres", 0);
    }

    @Test
    void killsOfTheWorkerAndOfPostgresTogetherLoseNothing() {
        int kills = FaultForm.count(1, 6);

        int unrecorded = 0;
        for (int kill = 0; kill < kills; kill++) {
            CompletableFuture<Void> both = CompletableFuture.runAsync(servers.postgres()::kill);
            worker.process().kill();
            both.join();
            servers.postgres().start();
            unrecorded += site.unrecorded();
            worker = site.startWorker();
            site.awaitPosts(200);
        }

        site.balance(kills + " kills of the worker and Postgres together", unrecorded);
        assertThat(unrecorded).isLessThanOrEqualTo(kills * FaultSite.REPEATED_BY_A_CRASH);
    }

    @Test
    void aPostgresThatStandsStillLosesAndRepeatsNothing() {
        Duration standstill = FaultForm.seconds(8, 35);

        Frozen postgres = servers.freezePostgres();
        try {
            site.keepUp(standstill, worker.process()::isAlive);
            site.awaitFault(worker, "postgres");
        } finally {
            postgres.thaw();
        }
        worker.awaitReady();
        site.awaitPosts(300);

        site.balance("Postgres frozen for " + standstill.toSeconds() + " s", 0);
    }

    @Test
    void connectionsToPostgresThatAreCutAgainAndAgainLoseAndRepeatNothing() {
        int cuts = FaultForm.count(15, 150);
        site.refuseSome(10);

        for (int cut = 0; cut < cuts; cut++) {
            servers.toPostgres().cut();
            site.awaitEvents(20);
        }

        site.balance(cuts + " cuts of all connections to Postgres", 0);
    }
}
