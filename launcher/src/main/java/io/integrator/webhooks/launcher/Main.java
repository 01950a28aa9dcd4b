package io.integrator.webhooks.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. Exit codes are the same for every command: 0 done, 1 failed, 2 called wrongly. */
@Command(
        name = "webhooks",
        description = "Posts a payments platform's domain events to the webhooks that integrators registered.",
        subcommands = {
            DevCommand.class,
            ServeCommand.class,
            PublishCommand.class,
            ListenCommand.class,
            TokenCommand.class,
            MigrateCommand.class,
            ResealCommand.class,
            ConfigurationCommand.class
        },
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class,
        usageHelpWidth = 100,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed; what to do about it is on stderr", "2:called wrongly"})
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log more, and show the stack trace of a failure.")
    private boolean verbose;

    public static void main(String[] args) {
        int exitCode = commandLine().execute(args);
        // Not a return: what a failed start left behind may run threads that keep the process alive.
        System.exit(exitCode);
    }

    /** The whole command line, ready to execute. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main())
                // publish has a meaning of its own for @FILE.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(CommandFaults::calledWrongly)
                .setExecutionExceptionHandler((failure, command, parsed) ->
                        CommandFaults.failed(failure, command, isVerbose(command.getCommandSpec())));
        commandLine
                .getSubcommands()
                .get("serve")
                .getCommandSpec()
                .usageMessage()
                .footer(SettingsReference.lines());
        // No command of this program's: the production image has no benchmarks.
        commandLine
                .getCommandSpec()
                .usageMessage()
                .footer("", "In a checkout, './webhooks bench' runs the benchmarks.");
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Whether {@code --verbose} was given, before or after the command's name. */
    static boolean isVerbose(CommandSpec command) {
        return ((Main) command.root().userObject()).verbose;
    }
}
