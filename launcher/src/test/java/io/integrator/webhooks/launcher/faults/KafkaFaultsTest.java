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

/** Whatever happens to Kafka, the ledger balances; and while the worker lives, nothing is posted twice. */
@Tag("faults")
class KafkaFaultsTest {

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
    void restartsOfKafkaLoseAndRepeatNothing() {
        int restarts = FaultForm.count(1, 6);

        for (int restart = 0; restart < restarts; restart++) {
            servers.kafka().stop();
            site.awaitFault(worker, "kafka");
            servers.kafka().start();
            servers.kafka().awaitUp();
            worker.awaitReady();
            site.awaitPosts(200);
        }

        site.balance(restarts + " restarts of Kafka", 0);
    }

    @Test
    void killsOfTheWorkerAndOfKafkaTogetherLoseNothing() {
        int kills = FaultForm.count(1, 6);

        int unrecorded = 0;
        for (int kill = 0; kill < kills; kill++) {
            CompletableFuture<Void> both = CompletableFuture.runAsync(servers.kafka()::kill);
            worker.process().kill();
            both.join();
            servers.kafka().start();
            servers.kafka().awaitUp();
            unrecorded += site.unrecorded();
            worker = site.startWorker();
            site.awaitPosts(200);
        }

        site.balance(kills + " kills of the worker and Kafka together", unrecorded);
        assertThat(unrecorded).isLessThanOrEqualTo(kills * FaultSite.REPEATED_BY_A_CRASH);
    }

    @Test
    void aKafkaThatCannotBeReachedLosesAndRepeatsNothing() {
        Duration silence = FaultForm.seconds(12, 60);

        servers.toKafka().fallSilent();
        site.keepUp(silence, worker.process()::isAlive);
        site.awaitFault(worker, "kafka");
        servers.toKafka().pass();
        worker.awaitReady();
        site.awaitPosts(300);

        site.balance("Kafka silent for " + silence.toSeconds() + " s", 0);
    }
}
