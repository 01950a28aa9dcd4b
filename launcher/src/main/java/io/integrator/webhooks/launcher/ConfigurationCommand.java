package io.integrator.webhooks.launcher;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the page of settings, for whoever changes one. Hidden: who runs the service reads it, or asks {@code serve --help}. */
@Command(
        name = "configuration",
        hidden = true,
        description = "Prints docs/configuration.md: every setting, by what it is about, in Markdown.")
final class ConfigurationCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(ConfigurationPage.text());
        out.flush();
        return 0;
    }
}
