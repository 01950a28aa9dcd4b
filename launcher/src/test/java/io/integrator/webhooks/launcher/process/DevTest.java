package io.integrator.webhooks.launcher.process;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does first, with the commands as they are typed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DevTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    @TempDir
    private static Path cache;

    private static DevSite site;
    private static DevSite.Dev dev;

    @BeforeAll
    static void start() {
        site = new DevSite(PROCESSES, cache);
        dev = site.startDev("--set", "WEBHOOKS_DISABLE_FAILURES=2");
    }

    @Test
    @Order(1)
    void theOneLineOnStdoutTellsHowToReachIt() {
        assertThat(dev.process().out().lines()).hasSize(1);
        assertThat(dev.ready().fieldNames())
                .containsExactly(
                        "url", "managementUrl", "console", "token", "operatorToken", "integrator", "kafka", "postgres");
        assertThat(dev.ready().getString("integrator")).isEqualTo("acme");
    }

    @Test
    @Order(2)
    void livenessReadinessAndMetricsAnswer() {
        URI management = URI.create(dev.ready().getString("managementUrl"));

        assertThat(ServiceProcess.get(management.resolve("/health/live")).statusCode())
                .isEqualTo(200);
        assertThat(ServiceProcess.get(management.resolve("/health/ready")).statusCode())
                .isEqualTo(200);
        assertThat(ServiceProcess.get(management.resolve("/metrics")).body())
                .contains("webhooks_")
                .contains("jvm_");
    }

    @Test
    @Order(3)
    void theOperatorsTokenMakesAnIntegratorKnown() {
        CommandProcess token = site.start("token", "--integrator", "globex");
        assertThat(token.exitCode()).isZero();
        URI url = URI.create(dev.ready().getString("url"));

        new Api(url, dev.ready().getString("operatorToken")).makeKnown("globex");

        Api globex = new Api(url, token.out().strip());
        globex.register("http://127.0.0.1:9/");
        assertThat(globex.webhooks()).hasSize(1);
    }

    @Test
    @Order(4)
    void anEventArrivesVerifiedFailuresDisableTheWebhookAndWhatWasHeldArrivesOnceItIsEnabled() throws IOException {
        int port = freePort();
        String webhook = dev.api().register("http://127.0.0.1:" + port + "/", "payment.completed");
        CommandProcess listener = site.start(
                "listen", "--json", "--port", "" + port, "--secret", dev.api().secret(webhook));
        listener.awaitErr(line -> line.startsWith("Listening"));

        String first = publish();

        patiently().until(() -> !arrivals(listener, first).isEmpty());
        assertThat(arrivals(listener, first)).singleElement().satisfies(arrival -> {
            assertThat(arrival.getBoolean("verified")).isTrue();
            assertThat(arrival.getString("type")).isEqualTo("payment.completed");
            assertThat(arrival.getInteger("status")).isEqualTo(200);
        });

        listener.type("500");
        listener.awaitErr(line -> line.contains("500 from now on"));
        String second = publish();

        patiently().until(() -> dev.api().webhook(webhook).getBoolean("disabled"));
        assertThat(dev.api().webhook(webhook).getInteger("failureCount")).isEqualTo(2);
        assertThat(arrivals(listener, second)).hasSize(2);

        listener.type("200");
        listener.awaitErr(line -> line.contains("200 from now on"));
        dev.api().enable(webhook);

        patiently().until(() -> arrivals(listener, second).size() == 3);
        assertThat(arrivals(listener, second).get(2).getInteger("status")).isEqualTo(200);
        assertThat(dev.api().webhook(webhook).getInteger("failureCount")).isZero();
        listener.stop();
    }

    @Test
    @Order(5)
    void stoppedItLeavesNothingBehind() {
        Path rows =
                Path.of(new TestDatabase(URI.create(dev.ready().getString("postgres"))).value("show data_directory"));
        assertThat(rows).exists();

        int exitCode = dev.process().stop();

        assertThat(exitCode).isZero();
        assertThat(rows).doesNotExist();
        assertThat(cache.resolve("integrator-webhooks")).isEmptyDirectory();
    }

    private static String publish() {
        CommandProcess publisher = site.start("publish", "payment.completed");
        assertThat(publisher.exitCode()).as(publisher.err()).isZero();
        return publisher.out().strip();
    }

    private static List<JsonObject> arrivals(CommandProcess listener, String event) {
        String out = listener.out();
        return out.substring(0, out.lastIndexOf('\n') + 1)
                .lines()
                .map(JsonObject::new)
                .filter(arrival -> arrival.getString("webhookId").equals(event))
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
