package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Comparison;
import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.report.Cost;
import io.integrator.webhooks.bench.scene.Pressure;
import io.integrator.webhooks.bench.scene.Scene;
import io.integrator.webhooks.bench.scene.SceneContestant;
import io.integrator.webhooks.bench.scene.Volume;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A load with something that disturbs it, against the same load without that.
 *
 * @param question  what is compared, for people
 * @param yardstick the undisturbed load
 * @param work      the same load, disturbed; what it needs may be made ready in the environment, which takes as long as it takes
 * @param budgets   what the ratios of the work to the yardstick are to be
 * @param beside    what is measured before, in so many rounds
 */
record Disturbed(
        String question,
        Volume load,
        Scene yardstick,
        Function<Environment, Scene> work,
        Map<Measure, Budget> budgets,
        BiFunction<Environment, Integer, List<Cost>> beside)
        implements Benchmark {

    private static final String WITHOUT = "without";
    private static final String WITH = "with";
    private static final Set<Pressure> BOTH = EnumSet.allOf(Pressure.class);

    Disturbed(
            String question,
            Volume load,
            Scene yardstick,
            Function<Environment, Scene> work,
            Map<Measure, Budget> budgets) {
        this(question, load, yardstick, work, budgets, (environment, rounds) -> List.of());
    }

    @Override
    public String volume() {
        return load.text();
    }

    @Override
    public List<Contestant> contestants(Environment environment) {
        return List.of(
                SceneContestant.of(WITHOUT, environment, () -> yardstick, load, BOTH),
                SceneContestant.of(WITH, environment, () -> work.apply(environment), load, BOTH));
    }

    @Override
    public List<Comparison> comparisons() {
        return Stream.of(Measure.THROUGHPUT, Measure.P50, Measure.P99)
                .map(measure -> promised(Comparison.ratio(measure, WITH, WITHOUT)))
                .toList();
    }

    @Override
    public List<Cost> costs(Environment environment, int rounds) {
        return beside.apply(environment, rounds);
    }

    private Comparison promised(Comparison comparison) {
        return Optional.ofNullable(budgets.get(comparison.measure()))
                .map(comparison::within)
                .orElse(comparison);
    }
}
