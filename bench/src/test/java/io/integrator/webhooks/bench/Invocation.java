package io.integrator.webhooks.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command came to when it was run in this process. */
record Invocation(int exitCode, String out, String err) {

    /** Runs a command to its end. */
    static Invocation of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(args);
        return new Invocation(exitCode, out.toString(), err.toString());
    }
}
