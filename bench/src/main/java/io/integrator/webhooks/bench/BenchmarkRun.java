package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.contest.Contest;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.report.Circumstances;
import io.integrator.webhooks.bench.report.Cost;
import io.integrator.webhooks.bench.report.Figure;
import io.integrator.webhooks.bench.report.Report;
import io.integrator.webhooks.bench.report.Standing;
import io.integrator.webhooks.launcher.Logs;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a benchmark from the start of its environment to its report. */
final class BenchmarkRun {

    private final CommandSpec spec;
    private final RunOptions options;

    /** @param spec of the benchmark's command, whose streams are written to */
    BenchmarkRun(CommandSpec spec, RunOptions options) {
        this.spec = spec;
        this.options = options;
    }

    /** Returns once everything has ended that was started; gives the exit code of a run that has figures. */
    int of(Benchmark benchmark) {
        return of(benchmark, report -> {});
    }

    /** @param told told of the report as well, once it is printed */
    int of(Benchmark benchmark, Consumer<Report> told) {
        options.requireSensible();
        Logs.READABLE.use(Main.isVerbose(spec));
        // Kafka's broker brings an API of Log4j without anything behind it, which complains of that on stderr.
        System.setProperty("org.apache.logging.log4j.simplelog.StatusLogger.level", "OFF");
        tell("starting Postgres, Kafka and the subscriber");
        try (Environment environment = Environment.start(benchmark.service(options.service()))) {
            Report report = measure(environment, benchmark);
            PrintWriter out = spec.commandLine().getOut();
            out.println(options.json() ? report.json().encodePrettily() : report.text());
            out.flush();
            told.accept(report);
            return 0;
        }
    }

    private Report measure(Environment environment, Benchmark benchmark) {
        tell("making ready");
        List<Cost> costs = benchmark.costs(environment, options.rounds());
        Contest.Result result =
                new Contest(benchmark.contestants(environment), this::tell).run(options.warmUp(), options.rounds());
        Map<String, String> circumstances =
                Circumstances.of(environment.database(), benchmark.service(options.service()));
        circumstances.put("volume", benchmark.volume());
        return new Report(
                spec.name(),
                benchmark.question(),
                circumstances,
                options.rounds(),
                Standing.of(result.rounds()),
                benchmark.comparisons().stream()
                        .map(comparison -> Figure.of(comparison, result.rounds()))
                        .toList(),
                costs,
                result.ledger(),
                result.lateness());
    }

    /** On stderr: a run takes minutes, and stdout is the report's. */
    private void tell(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("webhooks bench: " + line);
        err.flush();
    }
}
