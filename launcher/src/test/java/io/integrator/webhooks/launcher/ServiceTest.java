package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.embedded.Backends;
import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.launcher.process.ServeSettings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTest {

    private static final int SEVERAL = 4;
    private static final Executor STARTERS = task -> new Thread(task, "starter").start();

    private static Backends backends;

    @TempDir
    private Path directory;

    private final Map<String, String> texts = new LinkedHashMap<>();

    @BeforeAll
    static void startBackends() {
        backends = SharedBackends.get();
    }

    @BeforeEach
    void settings() {
        String name = UUID.randomUUID().toString().replace("-", "_");
        texts.putAll(ServeSettings.local());
        texts.put("WEBHOOKS_POSTGRES_URI", backends.createDatabase("d" + name));
        texts.put("WEBHOOKS_SECRETS_KEY", "k:" + Base64.getEncoder().encodeToString(new byte[32]));
        texts.put(
                "WEBHOOKS_AUTH_JWKS_URI",
                SigningKey.in(directory).jwks().toUri().toString());
        texts.put("WEBHOOKS_AUTH_ISSUER", "i");
        texts.put("WEBHOOKS_AUTH_AUDIENCE", "a");
        texts.put("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", backends.bootstrapServers());
        texts.put("WEBHOOKS_KAFKA_TOPICS", "t" + name);
        texts.put("WEBHOOKS_KAFKA_GROUP", "g" + name);
        backends.createTopic("t" + name, 1);
    }

    @Test
    void bothRolesInOneProcessAreReadyAndMeasured() throws Exception {
        RunningService running = RunningService.start(ServiceSettings.read(texts, EnumSet.allOf(Role.class)));

        try {
            URI management = URI.create("http://127.0.0.1:" + running.service().managementPort());
            URI api = URI.create("http://127.0.0.1:" + running.service().apiPort());
            assertThat(get(management.resolve("/health/live")).statusCode()).isEqualTo(200);
            HttpResponse<String> ready = get(management.resolve("/health/ready"));
            assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
            assertThat(get(api.resolve("/v1/integrator/webhooks")).statusCode()).isEqualTo(401);
            assertThat(sendMethod(api, "BREW").statusCode()).isGreaterThanOrEqualTo(400);
            assertThat(get(management.resolve("/metrics")).body())
                    .contains("jvm_memory_used_bytes", "jvm_gc_", "process_cpu", "vertx_http_server_")
                    .doesNotContain("BREW")
                    .doesNotContain("vertx_http_client_");
        } finally {
            running.stop();
        }
    }

    @Test
    void theApiAloneNeedsNoKafka() throws Exception {
        texts.keySet().removeIf(name -> name.startsWith("WEBHOOKS_KAFKA_"));

        RunningService running = RunningService.start(ServiceSettings.read(texts, EnumSet.of(Role.API)));

        try {
            URI management = URI.create("http://127.0.0.1:" + running.service().managementPort());
            assertThat(get(management.resolve("/health/ready")).statusCode()).isEqualTo(200);
        } finally {
            running.stop();
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            texts.put("WEBHOOKS_HTTP_PORT", Integer.toString(taken.getLocalPort()));

            assertThatThrownBy(() -> RunningService.start(ServiceSettings.read(texts, EnumSet.of(Role.API))))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("WEBHOOKS_HTTP_PORT");
        }
    }

    @Test
    void aMissingPostgresIsNamedWithoutItsPassword() {
        texts.put("WEBHOOKS_START_TIMEOUT", "0");
        texts.put("WEBHOOKS_POSTGRES_URI", "postgresql://someone:hush@127.0.0.1:1/webhooks");

        assertThatThrownBy(() -> RunningService.start(ServiceSettings.read(texts, EnumSet.of(Role.API))))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageNotContaining("hush");
    }

    @Test
    void aPostgresWithoutTheTlsThatIsAskedForIsRefusedAndTheSettingNamed() {
        texts.put("WEBHOOKS_POSTGRES_TLS", "verify-full");

        assertThatThrownBy(() -> RunningService.start(ServiceSettings.read(texts, EnumSet.of(Role.API))))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("WEBHOOKS_POSTGRES_TLS says whether TLS is spoken at all");
    }

    @ParameterizedTest
    @CsvSource({"database, none, does not exist", "role, nobody, does not exist"})
    void whatNoWaitingCuresStopsTheStart(String what, String name, String reason) {
        String uri = texts.get("WEBHOOKS_POSTGRES_URI");
        texts.put(
                "WEBHOOKS_POSTGRES_URI",
                what.equals("role")
                        ? uri.replaceFirst("//.*@", "//" + name + "@")
                        : uri.replaceFirst("/[^/]*$", "/" + name));

        assertThatThrownBy(() -> RunningService.start(ServiceSettings.read(texts, EnumSet.of(Role.API))))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(reason);
    }

    @Test
    void severalThatStartAtOnceOnAnEmptyDatabaseMigrateItOnce() {
        ServiceSettings settings = ServiceSettings.read(texts, EnumSet.of(Role.API));

        List<RunningService> running = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> RunningService.start(settings), STARTERS))
                .limit(SEVERAL)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        running.forEach(RunningService::stop);
        assertThat(applied()).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void aSchemaThatANewerVersionMadeIsGoodEnoughUnlessItTookSomethingAway() throws IOException {
        Path later = Files.createDirectory(directory.resolve("later"));
        ServiceSettings settings = ServiceSettings.read(texts, EnumSet.of(Role.API));
        RunningService running = RunningService.start(settings);
        Files.writeString(later.resolve("V1000__expand.sql"), "alter table webhook add column later int");
        migrateAlsoWith(later);

        assertThat(running.service().addIntegrator("acme").await()).isTrue();
        running.stop();
        RunningService.start(settings).stop();
        Files.writeString(later.resolve("V1001__needs_1000_contract.sql"), "alter table webhook drop column later");
        migrateAlsoWith(later);

        assertThatThrownBy(() -> RunningService.start(settings))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("migration 1001 took away what versions use that don't know migration 1000");
    }

    private List<String> applied() {
        return Arrays.stream(laterSchema(directory).info().applied())
                .map(migration -> migration.getVersion().toString())
                .toList();
    }

    private void migrateAlsoWith(Path folder) {
        laterSchema(folder).migrate();
    }

    /** Migrates as a version would that brings what is in a folder besides. */
    private Flyway laterSchema(Path folder) {
        URI uri = URI.create(texts.get("WEBHOOKS_POSTGRES_URI"));
        String[] user = uri.getUserInfo().split(":", 2);
        return Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(),
                        user[0],
                        user.length == 2 ? user[1] : null)
                .locations("classpath:db/migration", "filesystem:" + folder)
                .load();
    }

    @Test
    void aMissingKafkaIsNamed() {
        texts.put("WEBHOOKS_START_TIMEOUT", "0");
        texts.put("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");

        assertThatThrownBy(() -> RunningService.start(ServiceSettings.read(texts, EnumSet.of(Role.DELIVERY))))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("Kafka at 127.0.0.1:1");
    }

    @Test
    void anotherDevStartsAndTellsHowToReachIt() throws Exception {
        DevStates states = new DevStates(directory.resolve("states"));
        DevProcess dev = new DevStart(
                        new DevStart.Ports(0, 0, 0),
                        Optional.of(directory.resolve("data")),
                        Map.of("WEBHOOKS_DISABLE_FAILURES", "3"),
                        states)
                .start(System.nanoTime());

        try {
            JsonObject ready = new JsonObject(dev.ready().json());
            assertThat(ready.fieldNames())
                    .containsExactly(
                            "url",
                            "managementUrl",
                            "console",
                            "token",
                            "operatorToken",
                            "integrator",
                            "kafka",
                            "postgres");
            HttpRequest list = HttpRequest.newBuilder(URI.create(ready.getString("url") + "/v1/integrator/webhooks"))
                    .header("authorization", "Bearer " + ready.getString("token"))
                    .build();
            HttpResponse<String> listed = HttpClient.newHttpClient().send(list, BodyHandlers.ofString());
            assertThat(listed.statusCode()).as(listed.body()).isEqualTo(200);
            assertThat(dev.guide())
                    .contains("WEBHOOKS_DISABLE_FAILURES=3")
                    .contains(ready.getString("token"))
                    .contains(ready.getString("url"));
            assertThat(states.running()).map(DevState::kafka).contains(ready.getString("kafka"));
        } finally {
            dev.stop();
        }
        assertThat(states.running()).isEmpty();
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> sendMethod(URI uri, String method) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }
}
