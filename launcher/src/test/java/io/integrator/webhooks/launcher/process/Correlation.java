package io.integrator.webhooks.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** The way from a problem's {@code instance} to the line of the log about the request. */
final class Correlation {

    private static final String WEBHOOKS = "/v1/integrator/webhooks";
    private static final String LOGGER = "/loggers/io.integrator.webhooks.api";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServiceProcess process;
    private final Api client;
    private final TestDatabase database;

    /** @param database as its owner sees it */
    Correlation(ServiceProcess process, Api client, TestDatabase database) {
        this.process = process;
        this.client = client;
        this.database = database;
    }

    /** A request that fails for a table is gone that it needs and nobody else does; its problem. */
    JsonObject failure() {
        database.run("alter table idempotency_key rename to idempotency_key_away");
        try {
            return problem(
                    500,
                    client.answerTo(
                            "POST",
                            WEBHOOKS,
                            BodyPublishers.ofString("{\"url\":\"https://example.com/\"}"),
                            "Idempotency-Key",
                            "once"));
        } finally {
            database.run("alter table idempotency_key_away rename to idempotency_key");
        }
    }

    /** A request for what isn't there; its problem. */
    JsonObject refusal() {
        return problem(404, client.answerTo("GET", WEBHOOKS + "/none", BodyPublishers.noBody()));
    }

    /** The line about a request, once it is written. */
    Map<String, Object> lineOf(JsonObject problem) {
        return new JsonObject(process.process().awaitOut(line -> line.contains(problem.getString("instance"))))
                .getMap();
    }

    /** Whether a line about a request has been written by now. */
    boolean isLogged(JsonObject problem) {
        return process.process().out().contains(problem.getString("instance"));
    }

    /** Changes what the API's classes log; "null" for what was configured. */
    void setLevel(String level) {
        HttpRequest request = HttpRequest.newBuilder(process.management().resolve(LOGGER))
                .header("content-type", "application/json")
                .PUT(BodyPublishers.ofString("{\"level\":" + level + "}"))
                .build();
        try {
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject problem(int status, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return new JsonObject(response.body());
    }
}
