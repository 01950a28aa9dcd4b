package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.bare.BareCommand;
import io.integrator.webhooks.bench.caller.CallerCommand;
import io.integrator.webhooks.bench.micro.MicroCommand;
import io.integrator.webhooks.bench.subscriber.SubscriberCommand;
import io.integrator.webhooks.launcher.CommandFaults;
import io.integrator.webhooks.launcher.ProductVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The benchmarks' command line, {@code ./webhooks bench}: a program of its own, since production is to be without it. */
@Command(
        name = "webhooks bench",
        description = {
            "Measures what the service promises about speed, on this machine.",
            "Postgres and Kafka as durable as in production, the service and the subscriber in processes of their own; the work and its"
                    + " yardstick by turns in the same run. A run whose ledger doesn't balance has no figures and exits with 1; a budget that"
                    + " is missed is told, and exits with 0."
        },
        subcommands = {
            ThroughputCommand.class,
            LatencyCommand.class,
            NeighboursCommand.class,
            OwedCommand.class,
            PublisherCommand.class,
            MicroCommand.class,
            ScaleCommand.class,
            MemoryCommand.class,
            SizesCommand.class,
            ChurnCommand.class,
            CrashCommand.class,
            ApiCommand.class,
            SubscriberCommand.class,
            BareCommand.class,
            CallerCommand.class
        },
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class,
        usageHelpWidth = 100,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:failed, or void; why is on stderr", "2:called wrongly"})
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log more, and show the stack trace of a failure.")
    private boolean verbose;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole command line, ready to execute. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(CommandFaults::calledWrongly)
                .setExecutionExceptionHandler((failure, command, parsed) ->
                        CommandFaults.failed(failure, command, isVerbose(command.getCommandSpec())));
    }

    /** Whether {@code --verbose} was given, before or after the command's name. */
    static boolean isVerbose(CommandSpec command) {
        return ((Main) command.root().userObject()).verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a benchmark is missing");
    }
}
