package io.integrator.webhooks.bench.process;

import io.integrator.webhooks.launcher.Await;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.IntSupplier;

/** The other end of a {@link ControlledProcess}: says its port, and ends with its standard input, which is its parent's end too. */
public final class ControlledProgram {

    /** The line on stdout that tells that it listens, with the port after it. */
    static final String LISTENING = "listening on ";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private ControlledProgram() {}

    /**
     * Returns when its standard input has ended.
     *
     * @param name   for messages
     * @param server that listens once it is deployed
     * @param port   where it listens then
     */
    public static void run(String name, PrintWriter out, VerticleBase server, IntSupplier port) throws IOException {
        Vertx vertx = Vertx.vertx();
        Await.result(vertx.deployVerticle(server), LIMIT, "the start of the " + name);
        out.println(LISTENING + port.getAsInt());
        out.flush();
        long unread = System.in.transferTo(OutputStream.nullOutputStream());
        Await.result(vertx.close(), LIMIT, "the stop of the " + name + ", " + unread + " bytes unread");
    }
}
