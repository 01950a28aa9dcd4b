package io.integrator.webhooks.bench.report;

import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Comparison;
import io.integrator.webhooks.bench.contest.Relation;
import io.integrator.webhooks.bench.contest.Sample;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a comparison came to over all rounds. */
public record Figure(Comparison comparison, Spread spread) {

    /** Of one round or more. */
    public static Figure of(Comparison comparison, List<Map<String, Sample>> rounds) {
        return new Figure(comparison, Spread.of(comparison.over(rounds)));
    }

    /** {@code {"measure", "work", "relation", "yardstick", "unit", "median", "min", "max"}}, and {@code "budget"} where there is one. */
    public JsonObject json() {
        JsonObject json = new JsonObject()
                .put("measure", comparison.measure().label())
                .put("work", comparison.work())
                .put("relation", comparison.relation().name().toLowerCase(Locale.ROOT))
                .put("yardstick", comparison.relation() == Relation.VALUE ? null : comparison.yardstick())
                .put("unit", unit())
                .mergeIn(spread.json());
        comparison
                .budget()
                .ifPresent(budget -> json.put(
                        "budget",
                        new JsonObject()
                                .put(budget.atLeast() ? "atLeast" : "atMost", budget.bound())
                                .put("everyRound", budget.everyRound())
                                .put("met", isMet(budget))));
        return json;
    }

    /** For people, a line. */
    public String text() {
        String line = String.format(
                Locale.ROOT,
                "%s, %s: %s%s  %s",
                comparison.measure().label(),
                comparison.text(),
                spread.text(),
                unit().isEmpty() ? "" : " " + unit(),
                verdict());
        return line.stripTrailing() + '\n';
    }

    /** What the budget is and whether it is met; empty where there is none. */
    String verdict() {
        return comparison
                .budget()
                .map(budget -> "budget " + budget.text() + (isMet(budget) ? ": met" : ": MISSED"))
                .orElse("");
    }

    private boolean isMet(Budget budget) {
        return budget.isMetBy(spread.median(), spread.minimum(), spread.maximum());
    }

    private String unit() {
        return comparison.relation() == Relation.RATIO
                ? ""
                : comparison.measure().unit();
    }
}
