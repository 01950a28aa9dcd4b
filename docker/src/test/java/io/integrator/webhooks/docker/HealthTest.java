package io.integrator.webhooks.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The image's health check, against a management port that says one thing of life and another of readiness. */
class HealthTest {

    private record Told(int exit, String output) {}

    private HttpServer management;

    @BeforeEach
    void listen() throws IOException {
        management = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/health/live", 200, "{\"status\":\"UP\"}");
        answer("/health/ready", 503, "{\"status\":\"DOWN\"}");
        management.start();
    }

    @AfterEach
    void stop() {
        management.stop(0);
    }

    @Test
    void itSaysWhatTheServiceSays() throws Exception {
        assertThat(ask()).isEqualTo(new Told(0, "200 {\"status\":\"UP\"}\n"));
        assertThat(ask("live")).isEqualTo(new Told(0, "200 {\"status\":\"UP\"}\n"));
        assertThat(ask("ready")).isEqualTo(new Told(1, "503 {\"status\":\"DOWN\"}\n"));
    }

    @Test
    void nobodyListeningIsNoHealth() throws Exception {
        int port = management.getAddress().getPort();
        management.stop(0);

        Told told = ask(port, "live");

        assertThat(told.exit()).isEqualTo(1);
        assertThat(told.output()).contains("refused");
    }

    private void answer(String path, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        management.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private Told ask(String... about) throws Exception {
        return ask(management.getAddress().getPort(), about);
    }

    private static Told ask(int port, String... about) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("image/health").redirectErrorStream(true);
        builder.command().addAll(List.of(about));
        builder.environment().put("WEBHOOKS_MANAGEMENT_PORT", Integer.toString(port));
        builder.environment().put("WEBHOOKS_MANAGEMENT_HOST", "0.0.0.0");
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Told(process.exitValue(), output);
    }
}
