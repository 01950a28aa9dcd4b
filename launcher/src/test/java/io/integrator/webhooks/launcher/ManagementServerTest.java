package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.settings.HttpSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the management port tells, and whom. */
class ManagementServerTest {

    /** An address of this machine that isn't the loopback address by name; whatever listens everywhere listens there too. */
    private static final byte[] ANOTHER_ADDRESS = {127, 0, 0, 2};

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Vertx vertx;
    private static PrometheusMeterRegistry registry;
    private static int port;

    @BeforeAll
    static void listen() {
        vertx = Vertx.vertx();
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        port = listen("127.0.0.1");
    }

    private static int listen(String host) {
        HealthChecks checks = HealthChecks.create(vertx).register("broken", promise -> {
            throw new IllegalStateException("hush");
        });
        return new ManagementServer(vertx, registry, HealthChecks.create(vertx), checks)
                .listen(new HttpSettings("127.0.0.1", 0, host, 0))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        registry.close();
    }

    private static HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.noBody())
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static Socket connect(int to) throws IOException {
        return new Socket(InetAddress.getByAddress(ANOTHER_ADDRESS), to);
    }

    @Test
    void itListensOnTheAddressThatItIsToldAndOnNoOther() throws IOException {
        int everywhere = listen("0.0.0.0");

        assertThatThrownBy(() -> connect(port).close()).isInstanceOf(ConnectException.class);
        connect(everywhere).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health/live",
                "/health/ready",
                "/metrics",
                "/loggers",
                "/loggers/ROOT",
                "/loggers/none",
                "/",
                "/health",
                "/health/",
                "/..%2f..%2fetc/passwd"
            })
    void everyAnswerIsForNobodyToKeepOrRun(String path) throws Exception {
        HttpResponse<String> response = ask("GET", path);

        assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'");
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(response.body()).doesNotContain("<html", "\tat ", "Exception", "java:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/health",
                "/healthy",
                "/metrics/jvm",
                "/loggers/none",
                "/loggers/a/b",
                "/..%2f..%2fetc/passwd",
                "/health/live/%00"
            })
    void anythingElseIsAnEmpty404(String path) throws Exception {
        HttpResponse<String> response = ask("GET", path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"})
    void anotherMethodThanGetIsAnEmpty405(String method) throws Exception {
        for (String path : List.of("/health/live", "/health/ready", "/metrics", "/loggers")) {
            HttpResponse<String> response = ask(method, path);

            assertThat(response.statusCode()).as(path).isEqualTo(405);
            assertThat(response.headers().firstValue("allow")).hasValue("GET");
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    void aCheckThatBreaksIsUnreadyAndNoMore() throws Exception {
        HttpResponse<String> response = ask("GET", "/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"outcome\":\"DOWN\"").doesNotContain("IllegalState", "\tat ");
    }

    @Test
    void whatIsNoHttpIsRefusedAndClosed() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nX: y\r\n z\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 400").endsWith("\r\n\r\n");
        }
    }

    @Test
    void itHasSixtyFourConnections() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                open.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            HttpResponse<String> refused = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/live"))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
