package io.integrator.webhooks.bench.bare;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.bench.Main;
import io.integrator.webhooks.bench.process.ControlledProcess;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;

/** The yardsticks, in a process of their own. Blocks; for one thread. */
public final class BareProcess implements AutoCloseable {

    private final ControlledProcess process;

    private BareProcess(ControlledProcess process) {
        this.process = process;
    }

    /** Returns when it can be told what to do. */
    public static BareProcess start(Path outputs) {
        return new BareProcess(ControlledProcess.start(outputs, Main.class, BareCommand.NAME));
    }

    /** From now on, POSTs what a topic holds and is given. */
    public void consume(String bootstrapServers, String topic, String url) {
        process.post(BareServer.CONSUME + "?bootstrapServers=" + encoded(bootstrapServers) + "&topic=" + encoded(topic)
                + "&url=" + encoded(url));
    }

    /** Signs and POSTs so many bodies; returns when all are answered. */
    public void post(String phase, long count, String url) {
        process.post(BareServer.POST + "?phase=" + encoded(phase) + "&count=" + count + "&url=" + encoded(url));
    }

    /** Writes the rows of so many deliveries; returns when all are durable. */
    public void write(URI database, long count) {
        process.post(BareServer.WRITE + "?database=" + encoded(database.toString()) + "&count=" + count);
    }

    /** Registers webhooks in a database for whoever asks; gives where. */
    public URI serve(URI database, int poolSize) {
        String port =
                process.get(BareServer.SERVE + "?database=" + encoded(database.toString()) + "&poolSize=" + poolSize);
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Lets it stand still, as it is, until it is resumed. */
    public void suspend() {
        process.process().signal("STOP");
    }

    /** Lets it go on. */
    public void resume() {
        process.process().signal("CONT");
    }

    /** Processor time of all its threads since it started. */
    public Duration cpu() {
        return process.process().cpu();
    }

    @Override
    public void close() {
        process.close();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
