package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Comparison;
import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.EventBody;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.bench.scene.Pressure;
import io.integrator.webhooks.bench.scene.Scene;
import io.integrator.webhooks.bench.scene.SceneContestant;
import io.integrator.webhooks.bench.scene.Volume;
import io.integrator.webhooks.bench.yardstick.ConsumeAndPost;
import io.integrator.webhooks.bench.yardstick.SignAndPost;
import io.integrator.webhooks.bench.yardstick.WriteRows;
import io.integrator.webhooks.domain.EventType;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast one webhook's backlog is drained, and what that takes. */
@Command(
        name = "throughput",
        description = {
            "How fast the service drains a backlog of one webhook, everything durable.",
            "Against loops that do less: one that consumes, signs, POSTs with the same HTTP client to the same subscriber, commits, and"
                    + " records nothing; one that only signs and POSTs; one that only writes the same rows to Postgres."
        })
final class ThroughputCommand implements Callable<Integer>, Benchmark {

    static final String SERVICE = "service";

    private static final Share SHARE = new Share("one", EventType.PAYMENT_COMPLETED, Group.MEASURED, Answer.AT_ONCE, 1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            defaultValue = "40000",
            description = "Events in the backlog (${DEFAULT-VALUE}).")
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
        return "a backlog of one webhook, by the service and by loops that do a part of its work";
    }

    @Override
    public String volume() {
        return backlog + " events with " + EventBody.DATA_BYTES + " bytes of data";
    }

    @Override
    public List<Contestant> contestants(Environment environment) {
        return List.of(
                SceneContestant.of(
                        SERVICE,
                        environment,
                        () -> Scene.of(List.of(SHARE)),
                        Volume.ofBacklog(backlog),
                        EnumSet.of(Pressure.BACKLOG)),
                ConsumeAndPost.ofBacklog(environment, backlog),
                new SignAndPost(environment, backlog),
                new WriteRows(environment, backlog));
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of(
                Comparison.ratio(Measure.THROUGHPUT, SERVICE, ConsumeAndPost.NAME)
                        .within(Budget.atLeast(0.6)),
                Comparison.ratio(Measure.THROUGHPUT, SERVICE, SignAndPost.NAME).within(Budget.atLeast(0.5)),
                Comparison.ratio(Measure.THROUGHPUT, SERVICE, WriteRows.NAME),
                Comparison.value(Measure.CPU, SERVICE).within(Budget.atMost(100)),
                Comparison.value(Measure.ALLOCATION, SERVICE));
    }
}
