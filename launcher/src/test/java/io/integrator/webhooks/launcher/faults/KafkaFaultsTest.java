package io.integrator.webhooks.launcher.faults;

import io.integrator.webhooks.launcher.process.Processes;
import java.nio.file.Path;
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
        site.startWorker().awaitReady();
        site.produce(EVENTS_PER_SECOND);
        site.awaitPosts(100);
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
            servers.kafka().start();
            servers.kafka().awaitUp();
            site.awaitPosts(200);
        }

        site.balance(restarts + " restarts of Kafka", 0);
    }
}
