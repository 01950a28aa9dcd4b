package io.integrator.webhooks.bench.report;

import io.integrator.webhooks.bench.yardstick.Account;
import io.integrator.webhooks.bench.yardstick.Ledger;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is told of a run, to people or to programs.
 *
 * @param question      what is compared with what
 * @param circumstances what it ran on and how, by name
 * @param lateness      of the latest event at its publishing, in the paced phases: a machine that is too busy for the load
 */
public record Report(
        String benchmark,
        String question,
        Map<String, String> circumstances,
        int rounds,
        List<Figure> figures,
        List<Cost> costs,
        Ledger ledger,
        Duration lateness) {

    /** A table and what belongs to it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(benchmark).append(": ").append(question).append("\n\n");
        text.append(row("median (min to max)", "without", "with", "ratio", ""));
        for (Figure figure : figures) {
            text.append(row(
                    figure.measure().label() + ", " + figure.measure().unit(),
                    figure.without().text(),
                    figure.with().text(),
                    figure.ratio().text(),
                    figure.verdict()));
        }
        costs.forEach(cost -> text.append(String.format(
                Locale.ROOT,
                "%n%s, %,d owed: %s ms",
                cost.statement(),
                cost.owed(),
                cost.millis().text())));
        text.append(costs.isEmpty() ? "\n" : "\n\n");
        text.append(String.format(
                Locale.ROOT,
                "rounds, after a warm-up: %d; latest event published %d ms late%n",
                rounds,
                lateness.toMillis()));
        text.append(ledgerText());
        circumstances.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    /** The same as one object. */
    public JsonObject json() {
        return new JsonObject()
                .put("benchmark", benchmark)
                .put("question", question)
                .put("rounds", rounds)
                .put("figures", new JsonArray(figures.stream().map(Figure::json).toList()))
                .put("costs", new JsonArray(costs.stream().map(Cost::json).toList()))
                .put("ledger", ledgerJson())
                .put("latestEventMs", lateness.toMillis())
                .put("circumstances", new JsonObject(Map.copyOf(circumstances)));
    }

    private static String row(String name, String without, String with, String ratio, String verdict) {
        String line = String.format(Locale.ROOT, "%-26s  %-30s  %-30s  %-24s  %s", name, without, with, ratio, verdict);
        return line.stripTrailing() + '\n';
    }

    private String ledgerText() {
        Account all = ledger.measured().plus(ledger.disturbing());
        return String.format(
                Locale.ROOT,
                "ledger, warm-up included: %,d events in, %,d recorded; %,d POSTs out, %,d attempts written;"
                        + " of %,d deliveries %,d made, %,d owed at the end: %s%n",
                ledger.published(),
                ledger.recorded(),
                all.posts(),
                all.attempts(),
                all.expected(),
                all.delivered(),
                all.owed(),
                ledger.isBalanced() ? "balanced" : "NOT balanced");
    }

    private JsonObject ledgerJson() {
        Account all = ledger.measured().plus(ledger.disturbing());
        return new JsonObject()
                .put("balanced", ledger.isBalanced())
                .put("published", ledger.published())
                .put("recorded", ledger.recorded())
                .put("posts", all.posts())
                .put("attempts", all.attempts())
                .put("deliveries", all.expected())
                .put("made", all.delivered())
                .put("owed", all.owed());
    }
}
