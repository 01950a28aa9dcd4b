package io.integrator.webhooks.bench.caller;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.bench.Main;
import io.integrator.webhooks.bench.process.ControlledProcess;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;

/** The caller, in a process of its own. Blocks; for one thread. */
public final class CallerProcess implements AutoCloseable {

    /** The iss of its tokens. */
    public static final String ISSUER = "bench";

    /** The aud of its tokens. */
    public static final String AUDIENCE = "webhooks";

    private final ControlledProcess process;
    private final Path keys;

    /**
     * How long requests took, from their scheduled times to the ends of their answers.
     *
     * @param p50Micros half of them took no longer
     * @param p99Micros 99 of 100 took no longer
     * @param lateness  of the latest at its sending: what this process, not the API, added
     */
    public record Latencies(long p50Micros, long p99Micros, Duration lateness) {}

    private CallerProcess(ControlledProcess process, Path keys) {
        this.process = process;
        this.keys = keys;
    }

    /**
     * Returns when it can be told what to do.
     *
     * @param keys the directory that holds the key with which its tokens are signed; and for what it says
     */
    public static CallerProcess start(Path keys) {
        return new CallerProcess(ControlledProcess.start(keys, Main.class, CallerCommand.NAME), keys);
    }

    /** Registers so many webhooks, so many requests at once; gives the seconds from the first to the last answer. */
    public double register(URI api, Integrators integrators, long count) {
        return Double.parseDouble(
                process.get(CallerServer.REGISTER + "?" + common(api, integrators) + "&count=" + count));
    }

    /** Lists the integrators' webhooks by turns at a fixed rate, and requires so many in each list. */
    public Latencies list(URI api, Integrators integrators, int webhooks, double perSecond, long count) {
        JsonObject answer = new JsonObject(process.get(CallerServer.LIST + "?" + common(api, integrators) + "&webhooks="
                + webhooks + "&rate=" + perSecond + "&count=" + count));
        return new Latencies(
                answer.getLong("p50"),
                answer.getLong("p99"),
                Duration.ofNanos(
                        answer.getLong("lateness") * Duration.ofMillis(1).toNanos() / 1_000));
    }

    @Override
    public void close() {
        process.close();
    }

    private String common(URI api, Integrators integrators) {
        return "keys=" + encoded(keys.toString()) + "&url=" + encoded(api.toString()) + "&integrators="
                + encoded(integrators.prefix()) + "&number=" + integrators.number();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
