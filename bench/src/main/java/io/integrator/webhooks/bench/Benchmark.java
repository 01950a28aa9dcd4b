package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.report.Budget;
import io.integrator.webhooks.bench.report.Cost;
import io.integrator.webhooks.bench.yardstick.Measure;
import io.integrator.webhooks.bench.yardstick.Scene;
import java.util.List;
import java.util.Map;

/** What one benchmark compares. */
interface Benchmark {

    /** What is compared with what, for people. */
    String question();

    /** The undisturbed load. */
    Scene yardstick();

    /** The same load, disturbed. What it needs may be made ready in the environment, which takes as long as it takes. */
    Scene work(Environment environment);

    /** What the ratios of the work to the yardstick are to be. */
    Map<Measure, Budget> budgets();

    /** What is measured beside the comparison, before it. */
    default List<Cost> costs(Environment environment, int rounds) {
        return List.of();
    }
}
