package io.integrator.webhooks.launcher.process;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;

/** A {@code serve} in a process of its own. */
public final class ServiceProcess {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final CommandProcess process;

    private ServiceProcess(CommandProcess process) {
        this.process = process;
    }

    /** Starts one that logs all that it can; returns before it is up. */
    public static ServiceProcess start(Processes processes, String role, Map<String, String> settings) {
        return new ServiceProcess(processes.start(settings, "serve", "--verbose", "--role", role));
    }

    /** Returns once it is ready, as a load balancer would see it. */
    public ServiceProcess awaitReady() {
        Patience.patiently().alias("readiness of " + process).until(() -> readiness() == 200);
        return this;
    }

    /** Where the API is. */
    public URI api() {
        return address("http");
    }

    /** Where health and metrics are. */
    public URI management() {
        return address("management");
    }

    /** The same as soon as they are there, which is before it is up. */
    URI managementFromTheStart() {
        return address("Starting", "management");
    }

    /** The status that readiness answers. */
    public int readiness() {
        return get(management().resolve("/health/ready")).statusCode();
    }

    /** The process itself, for ending it in one way or another. */
    public CommandProcess process() {
        return process;
    }

    public static HttpResponse<String> get(URI uri) {
        try {
            return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(uri + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + uri + " was asked", e);
        }
    }

    /** Its log's line on the start says which ports it has come to listen on. */
    private URI address(String key) {
        return address("Started", key);
    }

    private URI address(String message, String key) {
        String line = process.awaitOut(text -> text.contains("\"" + message + "\""));
        return Optional.ofNullable(new JsonObject(line).getString(key))
                .map(address -> URI.create("http://" + address))
                .orElseThrow(() -> new AssertionError("no " + key + " in " + line));
    }
}
