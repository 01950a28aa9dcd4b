package io.integrator.webhooks.launcher.faults;

import static org.junit.jupiter.api.Assumptions.abort;

import io.integrator.webhooks.launcher.process.Processes;
import io.integrator.webhooks.launcher.process.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** When Postgres's disk is full, the ledger balances once there is room again. */
@Tag("faults")
class DiskFaultsTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static final int UNAVAILABLE = 503;

    private static SmallDisk disk;
    private static Servers servers;
    private FaultSite site;
    private ServiceProcess worker;

    @BeforeAll
    static void start(@TempDir Path directory) {
        try {
            disk = SmallDisk.mount(directory.resolve("disk"));
        } catch (IOException e) {
            abort("no small disk for Postgres: " + e.getMessage());
        }
        servers = Servers.start(PROCESSES, directory, disk.root().resolve("postgres"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (servers != null) {
            servers.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    @BeforeEach
    void open() {
        site = FaultSite.open(PROCESSES, servers);
        worker = site.startWorkerUnderLoad();
    }

    @AfterEach
    void close() {
        disk.clear();
        servers.mend();
        site.close();
    }

    @Test
    void aFullDiskOfPostgresLosesAndRepeatsNothing() {
        Duration shortage = FaultForm.seconds(4, 30);

        disk.fill();
        site.await("the worker to say that it can't write", () -> worker.readiness() == UNAVAILABLE);
        site.keepUp(shortage, worker.process()::isAlive);
        disk.clear();
        servers.awaitPostgres();
        site.awaitPosts(300);

        site.balance("the disk full for " + shortage.toSeconds() + " s", 0);
    }
}
