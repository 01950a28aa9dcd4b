package io.integrator.webhooks.launcher.faults;

import io.integrator.webhooks.embedded.DnsServer;
import io.integrator.webhooks.embedded.DnsServer.Answer;
import io.integrator.webhooks.launcher.process.Processes;
import io.integrator.webhooks.launcher.process.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    private static final String HOST = "one.hooks.test";
    private static final int SERVER_FAILURE = 2;

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
        dns.answerLoopback(HOST);
        site = FaultSite.open(PROCESSES, servers, HOST, Map.of("WEBHOOKS_EGRESS_DNS_SERVERS", dns.address()));
        worker = site.startWorkerUnderLoad();
    }

    @AfterEach
    void close() {
        site.close();
        dns.close();
    }

    @Test
    void namesThatDoNotResolveForAWhileLoseAndRepeatNothing() {
        Duration each = FaultForm.seconds(3, 30);

        for (Answer failure : List.of(new Answer.Failure(SERVER_FAILURE), new Answer.Silence())) {
            long before = site.failures();
            dns.fail(failure);
            site.await("attempts that fail", () -> site.failures() > before);
            site.keepUp(each, worker.process()::isAlive);
            dns.recover();
            site.awaitPosts(300);
        }

        site.balance("DNS failing and silent for %d s each".formatted(each.toSeconds()), 0);
    }
}
