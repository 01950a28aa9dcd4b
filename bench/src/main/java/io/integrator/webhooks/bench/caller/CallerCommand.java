package io.integrator.webhooks.bench.caller;

import io.integrator.webhooks.bench.process.ControlledProgram;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The caller in a process of its own: says its port, and ends with its standard input, which is its parent's end too. */
@Command(name = CallerCommand.NAME, hidden = true, description = "Who calls the API. Started by the benchmarks.")
public final class CallerCommand implements Callable<Integer> {

    static final String NAME = "caller";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CallerServer server = new CallerServer();
        ControlledProgram.run(NAME, spec.commandLine().getOut(), server, server::port);
        return 0;
    }
}
