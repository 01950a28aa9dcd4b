package io.integrator.webhooks.launcher;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What every command line of the house says, and exits with, when a command was called wrongly or failed. */
public final class CommandFaults {

    private CommandFaults() {}

    /** Says what is wrong with how it was called. */
    public static int calledWrongly(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr().println("'" + name + " --help' says how it is called");
        return CommandLine.ExitCode.USAGE;
    }

    /**
     * Says what it failed of.
     *
     * @param verbose with where it came from
     */
    public static int failed(Exception failure, CommandLine command, boolean verbose) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + Failures.describe(failure));
        if (verbose) {
            failure.printStackTrace(command.getErr());
        } else if (Failures.isUnforeseen(failure)) {
            command.getErr().println("--verbose shows where it came from");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
