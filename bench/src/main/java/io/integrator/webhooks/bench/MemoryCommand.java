package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Comparison;
import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.environment.ServiceOptions;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.scene.Pressure;
import io.integrator.webhooks.bench.scene.Scene;
import io.integrator.webhooks.bench.scene.SceneContestant;
import io.integrator.webhooks.bench.scene.Volume;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the service holds with very many webhooks and very much owed. */
@Command(
        name = "memory",
        description = {
            "What the service holds with a hundred thousand webhooks and a million deliveries owed, within a bounded heap.",
            "A process that was just started, each time, delivers an event to every webhook and then drains a backlog. Its live heap is"
                    + " taken with its garbage collected; out of memory, it ends and the run is void."
        })
final class MemoryCommand implements Callable<Integer>, Benchmark {

    private static final String ONE = "1 webhook";
    private static final Answer SLOW = Answer.after(Duration.ofMillis(100));

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--xmx",
            paramLabel = "SIZE",
            defaultValue = "256m",
            description = "The most that the service's heap may be (${DEFAULT-VALUE}).")
    private String xmx;

    @Option(
            names = "--webhooks",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many webhooks there are (${DEFAULT-VALUE}).")
    private int webhooks;

    @Option(
            names = "--owed",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many deliveries are owed (${DEFAULT-VALUE}).")
    private long owed;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            defaultValue = "40000",
            description = "Events in the backlog (${DEFAULT-VALUE}).")
    private long backlog;

    @Override
    public Integer call() {
        if (webhooks < 2) {
            throw options.usage("--webhooks is 2 or more, not " + webhooks);
        }
        if (owed < 1) {
            throw options.usage("--owed is 1 or more, not " + owed);
        }
        if (backlog < 1) {
            throw options.usage("--backlog is 1 or more, not " + backlog);
        }
        if (HeapSize.ofJavaOption(xmx).isEmpty()) {
            throw options.usage("--xmx is a size such as 256m or 1g, not " + xmx);
        }
        return new BenchmarkRun(spec, options).of(this);
    }

    @Override
    public ServiceOptions service(ServiceOptions asked) {
        return asked.with("-Xmx" + xmx, "-XX:+ExitOnOutOfMemoryError");
    }

    @Override
    public String question() {
        return "what the service holds with " + many() + " and " + indebted() + ", within -Xmx" + xmx;
    }

    @Override
    public String volume() {
        return String.format(Locale.ROOT, "an event to every webhook, and %,d at once", backlog);
    }

    @Override
    public List<Contestant> contestants(Environment environment) {
        return List.of(
                contestant(ONE, environment, () -> Scene.of(ManyWebhooks.of(1))),
                contestant(many(), environment, () -> Scene.of(ManyWebhooks.of(webhooks))),
                contestant(
                        indebted(),
                        environment,
                        () -> new Scene(
                                ManyWebhooks.of(webhooks),
                                OwedBacklog.of(environment.database(), "debtor", owed, SLOW))));
    }

    @Override
    public List<Comparison> comparisons() {
        // No throughputs: a process that has delivered one event isn't as warm as one that has delivered a hundred
        // thousand.
        return List.of(
                Comparison.value(Measure.LIVE_HEAP, indebted())
                        .within(Budget.atMost(
                                HeapSize.ofJavaOption(xmx).orElseThrow().mebibytes())),
                Comparison.difference(Measure.LIVE_HEAP, many(), ONE),
                Comparison.difference(Measure.LIVE_HEAP, indebted(), many()));
    }

    private String many() {
        return String.format(Locale.ROOT, "%,d webhooks", webhooks);
    }

    private String indebted() {
        return String.format(Locale.ROOT, "%s, %,d owed", many(), owed);
    }

    private Contestant contestant(String name, Environment environment, Supplier<Scene> scene) {
        return SceneContestant.of(name, environment, scene, Volume.ofEvents(backlog), EnumSet.of(Pressure.BACKLOG))
                .keepingWebhooks()
                .servedAfresh();
    }
}
