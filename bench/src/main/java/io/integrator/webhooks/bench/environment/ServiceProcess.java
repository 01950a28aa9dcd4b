package io.integrator.webhooks.bench.environment;

import io.integrator.webhooks.bench.process.JavaProcess;
import io.integrator.webhooks.bench.process.Wait;
import io.integrator.webhooks.launcher.CommandException;
import io.integrator.webhooks.launcher.Main;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The service as production runs it, {@code serve} in one role, in a process of its own. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofMinutes(1);
    private static final int OK = 200;
    private static final String ALLOCATED = "jvm_gc_memory_allocated_bytes_total";
    private static final String HEAP_USED = "jvm_memory_used_bytes{area=\"heap\"";

    private final HttpClient client = HttpClient.newHttpClient();
    private final JavaProcess process;
    private final URI management;

    private ServiceProcess(JavaProcess process) {
        this.process = process;
        this.management = listening(process, "management");
    }

    /**
     * Returns when it is ready, as a load balancer would see it.
     *
     * @param name unlike any other process's of the run
     * @param role {@code api} or {@code delivery}
     */
    static ServiceProcess start(
            Path outputs, String name, String role, Map<String, String> settings, List<String> java) {
        JavaProcess process =
                JavaProcess.start(outputs, name, java, Main.class, List.of("serve", "--role", role), settings);
        try {
            ServiceProcess service = new ServiceProcess(process);
            Wait.until(
                    "readiness", READY_LIMIT, () -> service.isReady() ? Optional.of(Boolean.TRUE) : Optional.empty());
            return service;
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Where its API listens; of the role {@code api}. */
    public URI api() {
        return listening(process, "http");
    }

    /** Throws what it said last when it has ended. */
    public void requireAlive() {
        process.requireAlive();
    }

    /** Lets it stand still, as it is, until it is resumed: for less time than its Kafka session lasts. */
    public void suspend() {
        process.signal("STOP");
    }

    /** Lets it go on. */
    public void resume() {
        process.signal("CONT");
    }

    /** Ends it as a crash does, by SIGKILL; returns when it has ended. */
    public void kill() {
        process.kill();
    }

    /** What it has spent since it started; it must not be suspended. */
    public Effort effort() {
        return new Effort(process.cpu(), metric(ALLOCATED));
    }

    /** What it holds now, once it has collected its garbage; it must not be suspended. */
    Footprint footprint() {
        process.collectGarbage();
        return new Footprint(metric(HEAP_USED), process.peakMemoryBytes());
    }

    @Override
    public void close() {
        process.close();
    }

    /** Its log's line on the start says which port it has come to listen on. */
    private static URI listening(JavaProcess process, String what) {
        JsonObject started = new JsonObject(process.awaitLine(line -> line.contains("\"Started\"")));
        return URI.create("http://" + started.getString(what));
    }

    private boolean isReady() {
        process.requireAlive();
        try {
            return get("/health/ready").statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** The sum of a metric's series. */
    private double metric(String name) {
        try {
            return get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new CommandException("the service does not tell its metrics", e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(management.resolve(path)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while the service was asked", e);
        }
    }
}
