package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.plot.CurvePlot;
import io.integrator.webhooks.bench.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What becomes of the throughput when something grows. */
@Command(
        name = "scale",
        description = {
            "How fast a backlog is drained, and what that takes, while something grows.",
            "The points of a curve take turns in each round, and each is compared with the first."
        })
final class ScaleCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions options;

    @Parameters(
            paramLabel = "CURVE",
            description =
                    "What grows: ${COMPLETION-CANDIDATES}. webhooks: those that the events are shared out between; fan-out: those"
                            + " of one integrator, which all get each event; body: the bytes of data in an event; owed: the"
                            + " deliveries owed to another webhook meanwhile; workers: the processes that share out the topic.")
    private Curve curve;

    @Option(
            names = "--points",
            paramLabel = "N",
            split = ",",
            description = "Where it is measured, in ascending order, such as 1,100,10000.")
    private List<Long> points;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            defaultValue = "40000",
            description =
                    "Deliveries in the backlog of a point (${DEFAULT-VALUE}); fewer where they would carry more than 256 MiB.")
    private long backlog;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw the curve of the throughput.")
    private Path plot;

    @Override
    public Integer call() {
        Growth growth = new Growth(curve, points == null ? curve.points() : points, backlog);
        requireSensible(growth);
        return new BenchmarkRun(spec, options)
                .of(growth, report -> Optional.ofNullable(plot).ifPresent(file -> draw(growth, report, file)));
    }

    private void requireSensible(Growth growth) {
        if (backlog < 1) {
            throw options.usage("--backlog is 1 or more, not " + backlog);
        }
        List<Long> asked = growth.points();
        if (!asked.equals(asked.stream().sorted().distinct().toList())) {
            throw options.usage("--points are in ascending order, not " + asked);
        }
        asked.stream().filter(point -> !curve.admits(point)).findFirst().ifPresent(point -> {
            throw options.usage("--points of " + curve + " are " + curve.limits() + ", not " + point);
        });
        if (plot != null && !Files.isDirectory(plot.toAbsolutePath().getParent())) {
            throw options.usage("--plot is a file in a directory that there is, not " + plot);
        }
    }

    private static void draw(Growth growth, Report report, Path file) {
        new CurvePlot(
                        "Throughput by " + growth.curve().unit(),
                        "Median of " + report.rounds() + " rounds with the least and the greatest, commit "
                                + report.circumstances().get("commit") + ", "
                                + Runtime.getRuntime().availableProcessors() + " processors",
                        growth.curve().unit(),
                        "deliveries/s",
                        growth.throughput(report.standings()))
                .write(file);
    }
}
