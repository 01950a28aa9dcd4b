package io.integrator.webhooks.bench.report;

import io.integrator.webhooks.bench.yardstick.Condition;
import io.integrator.webhooks.bench.yardstick.Measure;
import io.integrator.webhooks.bench.yardstick.Sample;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One measure over all rounds.
 *
 * @param ratio of the work to the yardstick, taken within each round
 */
public record Figure(Measure measure, Spread without, Spread with, Spread ratio, Optional<Budget> budget) {

    /** Of one round or more. */
    public static Figure of(Measure measure, List<Map<Condition, Sample>> rounds, Optional<Budget> budget) {
        List<Double> without = values(measure, rounds, Condition.WITHOUT);
        List<Double> with = values(measure, rounds, Condition.WITH);
        List<Double> ratios = IntStream.range(0, rounds.size())
                .mapToObj(round -> with.get(round) / without.get(round))
                .toList();
        return new Figure(measure, Spread.of(without), Spread.of(with), Spread.of(ratios), budget);
    }

    /** {@code {"name", "unit", "without", "with", "ratio"}}, and {@code "budget"} where there is one. */
    public JsonObject json() {
        JsonObject json = new JsonObject()
                .put("name", measure.label())
                .put("unit", measure.unit())
                .put("without", without.json())
                .put("with", with.json())
                .put("ratio", ratio.json());
        budget.ifPresent(it -> json.put(
                "budget",
                new JsonObject()
                        .put(it.atLeast() ? "atLeast" : "atMost", it.bound())
                        .put("met", isMet(it))));
        return json;
    }

    /** What the budget is and whether it is met; empty where there is none. */
    String verdict() {
        return budget.map(it -> "budget " + it.text() + (isMet(it) ? ": met" : ": MISSED"))
                .orElse("");
    }

    private boolean isMet(Budget it) {
        return it.isMetBy(ratio.median());
    }

    private static List<Double> values(Measure measure, List<Map<Condition, Sample>> rounds, Condition condition) {
        return rounds.stream()
                .map(round -> round.get(condition).values().get(measure))
                .toList();
    }
}
