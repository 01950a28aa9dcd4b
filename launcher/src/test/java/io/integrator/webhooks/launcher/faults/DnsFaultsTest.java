package io.integrator.webhooks.launcher.faults;

import io.integrator.webhooks.launcher.process.Processes;
import io.integrator.webhooks.launcher.process.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** When the names of subscribers don't resolve, the ledger balances once they do. */
@Tag("faults")
class DnsFaultsTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static final int EVENTS_PER_SECOND = 100;

    private static Servers servers;
    private DnsServer dns;
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
        dns = DnsServer.start();
        site = FaultSite.open(
                PROCESSES, servers, "one.hooks.test", Map.of("WEBHOOKS_EGRESS_DNS_SERVERS", dns.address()));
        worker = site.startWorker().awaitReady();
        site.produce(EVENTS_PER_SECOND);
        site.awaitPosts(100);
    }

    @AfterEach
    void close() {
        site.close();
        dns.close();
    }

    @Test
    void namesThatDoNotResolveForAWhileLoseAndRepeatNothing() {
        Duration each = FaultForm.seconds(3, 30);

        for (DnsServer.Way failure : new DnsServer.Way[] {DnsServer.Way.FAILS, DnsServer.Way.SILENT}) {
            long before = site.failures();
            dns.behaves(failure);
            site.await("attempts that fail", () -> site.failures() > before);
            site.keepUp(each, worker.process()::isAlive);
            dns.behaves(DnsServer.Way.ANSWERS);
            site.awaitPosts(300);
        }

        site.balance("DNS failing and silent for %d s each".formatted(each.toSeconds()), 0);
    }
}
