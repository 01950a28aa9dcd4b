package io.integrator.webhooks.bench.environment;

import io.integrator.webhooks.launcher.Main;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The service as production runs it, {@code serve --role delivery}, in a process of its own. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofMinutes(1);
    private static final int OK = 200;

    private final HttpClient client = HttpClient.newHttpClient();
    private final JavaProcess process;

    private ServiceProcess(JavaProcess process) {
        this.process = process;
    }

    /** Returns when it is ready, as a load balancer would see it. */
    static ServiceProcess start(Path outputs, Map<String, String> settings) {
        JavaProcess process =
                JavaProcess.start(outputs, "serve", Main.class, List.of("serve", "--role", "delivery"), settings);
        ServiceProcess service = new ServiceProcess(process);
        try {
            URI ready = service.management().resolve("/health/ready");
            Wait.until(
                    "readiness", READY_LIMIT, () -> service.isOk(ready) ? Optional.of(Boolean.TRUE) : Optional.empty());
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    /** Throws what it said last when it has ended. */
    void requireAlive() {
        process.requireAlive();
    }

    @Override
    public void close() {
        process.close();
    }

    /** Its log's line on the start says which port it has come to listen on. */
    private URI management() {
        JsonArray pairs =
                new JsonObject(process.awaitLine(line -> line.contains("\"Started\""))).getJsonArray("kvpList");
        return pairs.stream()
                .map(JsonObject.class::cast)
                .filter(pair -> pair.containsKey("management"))
                .map(pair -> URI.create("http://" + pair.getString("management")))
                .findFirst()
                .orElseThrow();
    }

    private boolean isOk(URI uri) {
        process.requireAlive();
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
