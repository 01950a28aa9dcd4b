package io.integrator.webhooks.bench.caller;

import io.integrator.webhooks.launcher.Await;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The caller in a process of its own: says its port, and ends with its standard input, which is its parent's end too. */
@Command(name = CallerCommand.NAME, hidden = true, description = "Who calls the API. Started by the benchmarks.")
public final class CallerCommand implements Callable<Integer> {

    static final String NAME = "caller";

    /** The line on stdout that tells that it listens, with the port after it. */
    static final String LISTENING = "listening on ";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Vertx vertx = Vertx.vertx();
        CallerServer server = new CallerServer();
        Await.result(vertx.deployVerticle(server), LIMIT, "the caller's start");
        spec.commandLine().getOut().println(LISTENING + server.port());
        spec.commandLine().getOut().flush();
        long unread = System.in.transferTo(OutputStream.nullOutputStream());
        Await.result(vertx.close(), LIMIT, "the caller's stop, " + unread + " bytes unread");
        return 0;
    }
}
