package io.integrator.webhooks.launcher.process;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.store.Migrations;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A process from a start with nothing there to its end in order. */
class LifecycleTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private static Path directory;

    private static PlatformIssuer issuer;

    @BeforeAll
    static void issue() {
        issuer = PlatformIssuer.in(directory);
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void itWaitsForWhatItNeedsAndSaysSoAndLeavesInOrder() throws Exception {
        TestDatabase database = TestDatabase.fresh();
        EventTopic topic = EventTopic.fresh();
        try (TcpProxy postgres = TcpProxy.to(VERTX, database.uri().getPort());
                TcpProxy kafka = TcpProxy.to(VERTX, portOf(topic.bootstrapServers()))) {
            postgres.refuse();
            kafka.refuse();
            Map<String, String> settings = settings(database, topic);
            String uri = database.uri().toString();
            settings.put(
                    "WEBHOOKS_POSTGRES_URI", uri.replace(":" + database.uri().getPort(), ":" + postgres.port()));
            settings.put("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + kafka.port());
            settings.put("WEBHOOKS_POSTGRES_MIGRATE", "false");

            ServiceProcess service = ServiceProcess.start(PROCESSES, "api,delivery", settings);

            URI management = service.managementFromTheStart();
            patiently()
                    .until(
                            () -> readiness(management),
                            ready -> ready.contains("Postgres at 127.0.0.1:" + postgres.port())
                                    && ready.contains("Kafka at 127.0.0.1:" + kafka.port()));
            assertThat(ServiceProcess.get(management.resolve("/health/live")).statusCode())
                    .isEqualTo(200);
            service.process().awaitOut(line -> line.contains("The start waits"));

            postgres.pass();
            kafka.pass();
            patiently().until(() -> readiness(management), ready -> ready.contains("'webhooks migrate'"));
            Migrations.apply(database.uri());
            service.awaitReady();
            service.process().awaitOut(line -> line.contains("What the start waited for is there"));
            assertThat(service.process().out() + readiness(management)).doesNotContain(database.password());

            URI contract = service.api().resolve("/openapi.json");
            assertThat(connection(get(contract))).isEmpty();
            service.process().requestStop();
            patiently().until(() -> service.readiness() == 503);
            assertThat(connection(get(contract))).isEqualTo("close");
            assertThat(service.process().exitCode()).isZero();
            assertThat(service.process().out()).contains("Stopped");
        }
    }

    @Test
    void aSignalEndsTheWaitingAtOnceAndInOrder() {
        TestDatabase database = TestDatabase.fresh();
        Map<String, String> settings = settings(database, EventTopic.fresh());
        settings.put("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        settings.put("WEBHOOKS_POSTGRES_URI", "postgresql://someone:hush@127.0.0.1:1/none");
        CommandProcess service = PROCESSES.start(settings, "serve");
        service.awaitOut(line -> line.contains("The start waits"));

        int exitCode = service.stop();

        assertThat(exitCode).as(service.tail()).isZero();
        assertThat(service.err()).isEmpty();
        assertThat(service.out()).contains("Stopped").doesNotContain("hush").doesNotContain("Started");
    }

    private static Map<String, String> settings(TestDatabase database, EventTopic topic) {
        Map<String, String> settings = ServeSettings.api(database, issuer);
        settings.putAll(ServeSettings.delivery(database, topic));
        settings.put("WEBHOOKS_HTTP_STOP_DELAY", "3s");
        return settings;
    }

    private static String readiness(URI management) {
        return ServiceProcess.get(management.resolve("/health/ready")).body();
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static String connection(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return response.headers().firstValue("connection").orElse("");
    }

    private static int portOf(String bootstrapServers) {
        return Integer.parseInt(bootstrapServers.replaceFirst(".*:", ""));
    }
}
