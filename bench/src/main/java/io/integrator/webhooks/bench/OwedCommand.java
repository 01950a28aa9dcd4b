package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.scene.Scene;
import io.integrator.webhooks.launcher.DurationConverter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a webhook that is owed very much costs the first attempts of others. */
@Command(
        name = "owed",
        description = {
            "What one webhook with a million deliveries owed and due costs the first attempts of others, and what a claim takes.",
            "Measured are a hundred webhooks of twenty integrators, against the same load with nothing owed. Claims are measured on the"
                    + " store, without the service, at a thousandth, a tenth and all of what is owed."
        })
final class OwedCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions options;

    @Mixin
    private LoadOptions load;

    @Option(
            names = "--owed",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many deliveries are owed (${DEFAULT-VALUE}).")
    private long owed;

    @Option(
            names = "--answer-after",
            defaultValue = "100ms",
            converter = DurationConverter.class,
            description =
                    "How long the subscriber that is owed them takes to answer (${DEFAULT-VALUE}); longer than the deadline, it"
                            + " hangs.")
    private Duration answerAfter;

    @Override
    public Integer call() {
        if (owed < 1) {
            throw options.usage("--owed is 1 or more, not " + owed);
        }
        return new BenchmarkRun(spec, options)
                .of(new Disturbed(
                        "100 webhooks, with " + owed + " deliveries owed to another one whose subscriber answers after "
                                + answerAfter.toMillis() + " ms, and without",
                        load.volume(),
                        Scene.of(Crowd.of(0, Answer.AT_ONCE)),
                        this::indebted,
                        Map.of(Measure.THROUGHPUT, Budget.atLeast(0.95)),
                        (environment, rounds) -> ClaimCost.measure(environment, sizes(), rounds)));
    }

    private Scene indebted(Environment environment) {
        return new Scene(
                Crowd.of(0, Answer.AT_ONCE),
                OwedBacklog.of(environment.database(), "debtor", owed, Answer.after(answerAfter)));
    }

    private List<Long> sizes() {
        return LongStream.of(owed / 1_000, owed / 10, owed)
                .filter(size -> size > 0)
                .boxed()
                .toList();
    }
}
