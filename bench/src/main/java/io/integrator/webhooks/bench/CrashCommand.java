package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Comparison;
import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.load.EventBody;
import io.integrator.webhooks.bench.scene.KilledContestant;
import io.integrator.webhooks.settings.SendSettings;
import io.integrator.webhooks.settings.WorkerSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a kill at full load costs: what is repeated, and how long it takes until deliveries go on. */
@Command(
        name = "crash",
        description = {
            "What it costs when the service is killed (SIGKILL) while it drains a backlog of one webhook, and started again.",
            "Every event has to arrive and to be recorded, or the run is void. What arrives twice is counted, and so is the time until"
                    + " something new arrives, most of which Kafka takes to give up the consumer that died."
        })
final class CrashCommand implements Callable<Integer>, Benchmark {

    private static final String SERVICE = "service, killed once";

    /** An event with one delivery, at its first attempt, is written as a row of each. */
    private static final int ROWS_PER_DELIVERY = 2;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Events in each round's backlog (${DEFAULT-VALUE}).")
    private int backlog;

    @Override
    public Integer call() {
        if (backlog < 1) {
            throw options.usage("--backlog is 1 or more, not " + backlog);
        }
        return new BenchmarkRun(spec, options).of(this);
    }

    @Override
    public String question() {
        return "the service is killed at full load and started again: what arrives twice, and how long nothing new arrives";
    }

    @Override
    public String volume() {
        return backlog + " events with " + EventBody.DATA_BYTES + " bytes of data, a kill in each round";
    }

    @Override
    public List<Contestant> contestants(Environment environment) {
        return List.of(new KilledContestant(SERVICE, environment, backlog));
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of(
                Comparison.value(Measure.REPEATS, SERVICE).within(Budget.neverMoreThan(mayBeUnrecorded())),
                Comparison.value(Measure.RECOVERY, SERVICE));
    }

    /** Deliveries of one webhook that may be under way, and those in the rows at which nothing more is sent until some are written. */
    private int mayBeUnrecorded() {
        int rows = options.inEffect(WorkerSettings.INSTANCES) * options.inEffect(WorkerSettings.FLUSH_ROWS);
        return options.inEffect(SendSettings.IN_FLIGHT_PER_WEBHOOK) + rows / ROWS_PER_DELIVERY;
    }
}
