package io.integrator.webhooks.bench.bare;

import io.integrator.webhooks.launcher.Await;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The yardsticks in a process of their own: says its port, and ends with its standard input, which is its parent's end too. */
@Command(
        name = BareCommand.NAME,
        hidden = true,
        description = "What the service is compared with. Started by the benchmarks.")
public final class BareCommand implements Callable<Integer> {

    static final String NAME = "bare";

    /** The line on stdout that tells that it listens, with the port after it. */
    static final String LISTENING = "listening on ";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Vertx vertx = Vertx.vertx();
        BareServer server = new BareServer();
        Await.result(vertx.deployVerticle(server), LIMIT, "the start of the yardsticks");
        spec.commandLine().getOut().println(LISTENING + server.port());
        spec.commandLine().getOut().flush();
        long unread = System.in.transferTo(OutputStream.nullOutputStream());
        Await.result(vertx.close(), LIMIT, "the stop of the yardsticks, " + unread + " bytes unread");
        return 0;
    }
}
