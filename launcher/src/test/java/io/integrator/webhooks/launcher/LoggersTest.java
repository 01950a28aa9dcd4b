package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.integrator.webhooks.settings.HttpSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Levels are changed while the process runs, on the management port. */
class LoggersTest {

    private static final String JSON = "application/json";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Vertx vertx;
    private static PrometheusMeterRegistry registry;
    private static URI management;

    private final String name = "io.integrator.webhooks.test." + UUID.randomUUID();
    private final ch.qos.logback.classic.Logger logger = logger(name);

    @BeforeAll
    static void listen() {
        vertx = ManagementServer.ownVertx();
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        HealthChecks none = HealthChecks.create(vertx);
        int port = new ManagementServer(vertx, registry, none, none)
                .listen(new HttpSettings("127.0.0.1", 0, "127.0.0.1", 0))
                .await();
        management = URI.create("http://127.0.0.1:" + port);
    }

    @AfterAll
    static void close() {
        vertx.close().await();
        registry.close();
    }

    private static ch.qos.logback.classic.Logger logger(String name) {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(name);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(management.resolve(path)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> put(String name, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(management.resolve("/loggers/" + name)).PUT(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonObject put(String name, String body) throws Exception {
        HttpResponse<String> response = put(name, body, "content-type", JSON);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    @Test
    void aLevelIsSetAndResetToWhatWasConfigured() throws Exception {
        logger.setLevel(Level.WARN);

        assertThat(put(name, "{\"level\":\"DEBUG\"}").getString("level")).isEqualTo("DEBUG");
        put(name, "{\"level\":\"TRACE\"}");
        assertThat(logger.getLevel()).isEqualTo(Level.TRACE);
        assertThat(new JsonObject(get("/loggers/" + name).body()).getString("effectiveLevel"))
                .isEqualTo("TRACE");

        put(name, "{\"level\":null}");
        assertThat(logger.getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void whatWasInheritedIsInheritedAgain() throws Exception {
        put(name, "{\"level\":\"ERROR\"}");
        assertThat(logger.getLevel()).isEqualTo(Level.ERROR);

        assertThat(put(name, "{\"level\":null}").getString("level")).isNull();
        assertThat(logger.getLevel()).isNull();
    }

    @Test
    void aLevelForATimeEndsByItself() throws Exception {
        assertThat(put(name, "{\"level\":\"DEBUG\",\"for\":\"50ms\"}").getString("until"))
                .isNotNull();

        await().until(() -> logger.getLevel() == null);
        assertThat(new JsonObject(get("/loggers/" + name).body()).getString("until"))
                .isNull();
    }

    @Test
    void allLoggersAreListedWithTheLevelsThatThereAre() throws Exception {
        JsonObject all = new JsonObject(get("/loggers").body());

        assertThat(all.getJsonArray("levels")).contains("DEBUG", "OFF");
        assertThat(all.getJsonArray("loggers").stream()
                        .map(JsonObject.class::cast)
                        .map(one -> one.getString("name")))
                .contains("ROOT", "io.integrator.webhooks", name);
    }

    @Test
    void aNameThatNothingLogsByIsA404AndMakesNoLogger() throws Exception {
        String unknown = "io.integrator.webhooks.unknown" + UUID.randomUUID();

        assertThat(put(unknown, "{\"level\":\"DEBUG\"}", "content-type", JSON).statusCode())
                .isEqualTo(404);
        assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).exists(unknown))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "\"DEBUG\"",
                "{}",
                "{\"level\":\"LOUD\"}",
                "{\"level\":\"debug\"}",
                "{\"level\":7}",
                "{\"level\":\"DEBUG\",\"more\":1}",
                "{\"level\":\"DEBUG\",\"for\":\"long\"}",
                "{\"level\":\"DEBUG\",\"for\":\"2d\"}",
                "{\"level\":\"DEBUG\",\"for\":10}",
                "{\"level\":null,\"for\":\"10m\"}"
            })
    void whatIsNoLevelIsA400ThatSaysWhatIs(String body) throws Exception {
        HttpResponse<String> response = put(name, body, "content-type", JSON);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(new JsonObject(response.body()).getString("detail"))
                .isNotBlank()
                .doesNotContain("LOUD");
        assertThat(logger.getLevel()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.apache.kafka", "ROOT"})
    void loggersOfOthersSayNoMoreThanInfo(String others) throws Exception {
        logger(others);

        HttpResponse<String> response = put(others, "{\"level\":\"DEBUG\"}", "content-type", JSON);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("may tell secrets");
    }

    @Test
    void whatIsOffStaysOff() throws Exception {
        logger("other.off").setLevel(Level.OFF);

        assertThat(put("other.off", "{\"level\":\"ERROR\"}", "content-type", JSON)
                        .statusCode())
                .isEqualTo(400);
        assertThat(logger("other.off").getLevel()).isEqualTo(Level.OFF);
    }

    @Test
    void aPageInABrowserChangesNothing() throws Exception {
        String body = "{\"level\":\"DEBUG\"}";

        assertThat(put(name, body, "content-type", JSON, "origin", "http://" + management.getAuthority())
                        .statusCode())
                .isEqualTo(403);
        assertThat(put(name, body, "content-type", "text/plain").statusCode()).isEqualTo(415);
        assertThat(put(name, body, new String[0]).statusCode()).isEqualTo(415);
        assertThat(logger.getLevel()).isNull();
    }

    @Test
    void aLongBodyIsAnEmpty413AndAnotherMethodA405() throws Exception {
        HttpResponse<String> tooLong = put(name, " ".repeat(2_000), "content-type", JSON);
        HttpResponse<String> deleted = HTTP.send(
                HttpRequest.newBuilder(management.resolve("/loggers/" + name))
                        .DELETE()
                        .build(),
                BodyHandlers.ofString());

        assertThat(tooLong.statusCode()).isEqualTo(413);
        assertThat(tooLong.body()).isEmpty();
        assertThat(deleted.statusCode()).isEqualTo(405);
        assertThat(deleted.headers().firstValue("allow")).hasValue("GET, PUT");
    }
}
