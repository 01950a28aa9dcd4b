package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.bench.scene.Scene;
import io.integrator.webhooks.domain.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What an integrator with very many events costs the others. */
@Command(
        name = "publisher",
        description = {
            "What an integrator with a hundred times the events costs twenty others.",
            "Twenty-one integrators with a webhook each, all answering. Measured are the twenty that have as many events as each other,"
                    + " against the same load without the one that has a hundred times as many."
        })
final class PublisherCommand implements Callable<Integer> {

    private static final int OTHERS = 20;
    private static final int TIMES = 100;

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
                        "20 integrators, with one beside them that has 100 times the events of each, and without",
                        load.volume(),
                        Scene.of(others()),
                        environment -> Scene.of(withTheLoudOne()),
                        // None was promised yet.
                        Map.of()));
    }

    private static List<Share> withTheLoudOne() {
        List<Share> shares = new ArrayList<>(others());
        shares.add(new Share("loud", EventType.PAYMENT_COMPLETED, Group.DISTURBING, Answer.AT_ONCE, TIMES));
        return shares;
    }

    private static List<Share> others() {
        return IntStream.range(0, OTHERS)
                .mapToObj(number ->
                        new Share("i" + number, EventType.PAYMENT_COMPLETED, Group.MEASURED, Answer.AT_ONCE, 1))
                .toList();
    }
}
