package io.integrator.webhooks.bench.micro;

import io.integrator.webhooks.launcher.CommandException;
import io.integrator.webhooks.launcher.DurationConverter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the steps of a delivery take that need no network. */
@Command(
        name = "micro",
        description = {
            "What single steps of a delivery take and allocate: signing, reading, routing, judging addresses, keeping offsets, making"
                    + " columns of the journal's rows. With JMH, in processes of their own; needs neither Postgres nor Kafka.",
            "The figures are of this machine, and to be compared with figures of it only. gc.alloc.rate.norm is what an operation"
                    + " allocates, in bytes."
        })
public final class MicroCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            defaultValue = ".*",
            description =
                    "A regular expression that is found in the names of the benchmarks to run, such as Signing; by default all.")
    private Pattern pattern;

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Processes for each benchmark, one after the other (${DEFAULT-VALUE}); 0 runs it in this one.")
    private int forks;

    @Option(
            names = "--warmups",
            paramLabel = "N",
            defaultValue = "5",
            description = "Iterations of a process before it is measured (${DEFAULT-VALUE}).")
    private int warmups;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "5",
            description = "Iterations of a process that are measured (${DEFAULT-VALUE}).")
    private int iterations;

    @Option(
            names = "--time",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "How long an iteration takes (${DEFAULT-VALUE}).")
    private Duration time;

    @Option(names = "--json", description = "Print JMH's JSON instead of a table; how far it is goes to stderr.")
    private boolean json;

    @Override
    public Integer call() {
        requireSensible();
        MicroRun run = new MicroRun(pattern, forks, warmups, iterations, time);
        // JMH writes to streams of bytes, and with its table how far it is.
        Collection<RunResult> results = results(
                run, OutputFormatFactory.createFormatInstance(json ? System.err : System.out, VerboseMode.NORMAL));
        if (json) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(jsonOf(results));
            out.flush();
        }
        return 0;
    }

    private Collection<RunResult> results(MicroRun run, OutputFormat progress) {
        try {
            return run.results(progress);
        } catch (NoBenchmarksException none) {
            throw usage("no benchmark's name has " + pattern);
        } catch (RunnerException failed) {
            throw new CommandException("the benchmarks could not be run: " + failed.getMessage(), failed);
        }
    }

    private void requireSensible() {
        if (forks < 0) {
            throw usage("--forks is 0 or more, not " + forks);
        }
        if (warmups < 0) {
            throw usage("--warmups is 0 or more, not " + warmups);
        }
        if (iterations < 1) {
            throw usage("--iterations is 1 or more, not " + iterations);
        }
        if (time.isZero()) {
            throw usage("--time is more than 0");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static String jsonOf(Collection<RunResult> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, stream).writeOut(results);
        }
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }
}
