package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.scene.Scene;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What webhooks whose subscribers hang cost their neighbours. */
@Command(
        name = "neighbours",
        description = {
            "What ten webhooks that hang until the deadline cost their ninety neighbours.",
            "A hundred webhooks of twenty integrators, five each; of ten integrators one hangs. Measured are the other ninety, against"
                    + " the same load with all hundred answering."
        })
final class NeighboursCommand implements Callable<Integer> {

    private static final int HANGING = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions options;

    @Mixin
    private LoadOptions load;

    @Override
    public Integer call() {
        return new BenchmarkRun(spec, options)
                .of(new Disturbed(
                        "90 of 100 webhooks, with the other ten hanging until the deadline, and without, all 100 answering",
                        load.volume(),
                        Scene.of(Crowd.of(HANGING, Answer.AT_ONCE)),
                        environment -> Scene.of(Crowd.of(HANGING, Answer.NEVER)),
                        Map.of(Measure.THROUGHPUT, Budget.atLeast(0.95), Measure.P99, Budget.atMost(1.2))));
    }
}
