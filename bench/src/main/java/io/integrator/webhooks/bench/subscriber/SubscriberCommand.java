package io.integrator.webhooks.bench.subscriber;

import io.integrator.webhooks.bench.process.ControlledProgram;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The subscriber in a process of its own: says its port, and ends with its standard input, which is its parent's end too. */
@Command(
        name = SubscriberCommand.NAME,
        hidden = true,
        description = "What a benchmark posts to. Started by the benchmarks.")
public final class SubscriberCommand implements Callable<Integer> {

    static final String NAME = "subscriber";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ArrivalServer server = new ArrivalServer();
        ControlledProgram.run(NAME, spec.commandLine().getOut(), server, server::port);
        return 0;
    }
}
