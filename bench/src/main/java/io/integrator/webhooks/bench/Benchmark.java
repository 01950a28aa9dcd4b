package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.contest.Comparison;
import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.environment.ServiceOptions;
import io.integrator.webhooks.bench.report.Cost;
import java.util.List;

/** What one benchmark compares. */
interface Benchmark {

    /** What is compared with what, for people. */
    String question();

    /** How much each of them does, for people. */
    String volume();

    /** How the service is to run in it, when it was asked to run so. */
    default ServiceOptions service(ServiceOptions asked) {
        return asked;
    }

    /** Whom it lets play by turns; what they need is made ready when they are asked to prepare. */
    List<Contestant> contestants(Environment environment);

    /** What is told of them, and promised. */
    List<Comparison> comparisons();

    /** What is measured beside the contest, before it. */
    default List<Cost> costs(Environment environment, int rounds) {
        return List.of();
    }
}
