package io.integrator.webhooks.bench.report;

import io.integrator.webhooks.bench.contest.Account;
import io.integrator.webhooks.bench.contest.Ledger;
import io.integrator.webhooks.bench.contest.Measure;
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
 * @param standings     of the contestants, in the order in which people read them
 * @param figures       how they are held against each other
 * @param circumstances what it ran on and how, by name
 * @param lateness      of the latest event at its publishing at a fixed rate: a machine that is too busy for the load
 */
public record Report(
        String benchmark,
        String question,
        Map<String, String> circumstances,
        int rounds,
        List<Standing> standings,
        List<Figure> figures,
        List<Cost> costs,
        Ledger ledger,
        Duration lateness) {

    /** A table and what belongs to it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(benchmark).append(": ").append(question).append("\n\n");
        text.append("median (min to max)\n");
        int width = standings.stream()
                .mapToInt(one -> one.contestant().length())
                .max()
                .orElse(0);
        for (Measure measure : Measure.values()) {
            for (Standing standing : standings) {
                Spread spread = standing.spreads().get(measure);
                if (spread != null) {
                    text.append(String.format(
                            Locale.ROOT,
                            "%-24s  %-" + width + "s  %s %s%n",
                            measure.label(),
                            standing.contestant(),
                            spread.text(),
                            measure.unit()));
                }
            }
        }
        text.append('\n');
        figures.forEach(figure -> text.append(figure.text()));
        costs.forEach(cost -> text.append(String.format(
                Locale.ROOT,
                "%s, %,d owed: %s ms%n",
                cost.statement(),
                cost.owed(),
                cost.millis().text())));
        text.append(String.format(
                Locale.ROOT,
                "%nrounds after the warm-up: %d; latest event published %d ms late%n",
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
                .put(
                        "contestants",
                        new JsonArray(standings.stream().map(Standing::json).toList()))
                .put("figures", new JsonArray(figures.stream().map(Figure::json).toList()))
                .put("costs", new JsonArray(costs.stream().map(Cost::json).toList()))
                .put("ledger", ledgerJson())
                .put("latestEventMs", lateness.toMillis())
                .put("circumstances", new JsonObject(Map.copyOf(circumstances)));
    }

    private String ledgerText() {
        if (ledger.equals(Ledger.EMPTY)) {
            return "ledger: every answer had its rows, the warm-up's too, or the run would have been void\n";
        }
        Account all = ledger.measured().plus(ledger.disturbing());
        return String.format(
                Locale.ROOT,
                "ledger, warm-up included: %,d events in, %,d recorded; %,d POSTs out, %,d attempts written%s;"
                        + " of %,d deliveries %,d made, %,d owed at the end: %s%n",
                ledger.published(),
                ledger.recorded(),
                all.posts(),
                all.attempts(),
                ledger.kills() == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %,d repeated after %d kills", all.repeats(), ledger.kills()),
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
                .put("repeats", all.repeats())
                .put("kills", ledger.kills())
                .put("attempts", all.attempts())
                .put("deliveries", all.expected())
                .put("made", all.delivered())
                .put("owed", all.owed());
    }
}
