package io.integrator.webhooks.bench.bare;

import io.integrator.webhooks.bench.process.ControlledProgram;
import java.io.IOException;
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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        BareServer server = new BareServer();
        ControlledProgram.run(NAME, spec.commandLine().getOut(), server, server::port);
        return 0;
    }
}
