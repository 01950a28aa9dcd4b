package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.scene.Volume;
import io.integrator.webhooks.launcher.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long and how much: the options of benchmarks that have many webhooks deliver, at a fixed rate and from a backlog. */
final class LoadOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--duration",
            defaultValue = "20s",
            converter = DurationConverter.class,
            description =
                    "How long each round publishes at the fixed rate, by which latencies are taken (${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "10",
            description = "Events a second for each measured webhook at the fixed rate (${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "Events for each measured webhook that make the backlog by which the throughput is taken (${DEFAULT-VALUE}).")
    private int backlog;

    /** How much they come to, for each measured webhook. */
    Volume volume() {
        if (duration.isZero()) {
            throw usage("--duration is more than 0");
        }
        if (!(rate > 0)) {
            throw usage("--rate is more than 0, not " + rate);
        }
        if (backlog < 1) {
            throw usage("--backlog is 1 or more, not " + backlog);
        }
        return new Volume(duration, rate, backlog);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
