package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Comparison;
import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.bench.scene.Pressure;
import io.integrator.webhooks.bench.scene.Scene;
import io.integrator.webhooks.bench.scene.SceneContestant;
import io.integrator.webhooks.bench.scene.Volume;
import io.integrator.webhooks.bench.yardstick.ConsumeAndPost;
import io.integrator.webhooks.launcher.DurationConverter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long an event takes to its subscriber at a rate that the service can keep up with. */
@Command(
        name = "latency",
        description = {
            "How long an event takes from its scheduled time to its arrival at the subscriber, at a fixed rate.",
            "The service with a hundred webhooks, against a loop that consumes, signs, POSTs, commits, and records nothing."
        })
final class LatencyCommand implements Callable<Integer>, Benchmark {

    private static final String SERVICE = "service";
    private static final List<Share> CROWD = Crowd.of(0, Answer.AT_ONCE);
    private static final double P50_MORE = 3;
    private static final double P99_MORE = 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--duration",
            defaultValue = "20s",
            converter = DurationConverter.class,
            description = "How long each of them is published to in a round (${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "1000",
            description = "Events a second (${DEFAULT-VALUE}).")
    private double rate;

    @Override
    public Integer call() {
        if (duration.isZero()) {
            throw options.usage("--duration is more than 0");
        }
        if (!(rate > 0)) {
            throw options.usage("--rate is more than 0, not " + rate);
        }
        return new BenchmarkRun(spec, options).of(this);
    }

    @Override
    public String question() {
        return "from the scheduled time to the arrival, by the service and by a loop that records nothing";
    }

    @Override
    public String volume() {
        return rate + " events/s for " + duration.toMillis() + " ms, to " + CROWD.size() + " webhooks";
    }

    @Override
    public List<Contestant> contestants(Environment environment) {
        Volume volume = Volume.paced(duration, rate / CROWD.size());
        return List.of(
                SceneContestant.of(SERVICE, environment, () -> Scene.of(CROWD), volume, EnumSet.of(Pressure.PACED)),
                ConsumeAndPost.paced(environment, Math.max(1, Math.round(rate * duration.toMillis() / 1000)), rate));
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of(
                Comparison.difference(Measure.P50, SERVICE, ConsumeAndPost.NAME).within(Budget.atMost(P50_MORE)),
                Comparison.difference(Measure.P99, SERVICE, ConsumeAndPost.NAME).within(Budget.atMost(P99_MORE)));
    }
}
