package io.integrator.webhooks.bench.report;

import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.contest.Sample;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One contestant's own figures over all rounds. */
public record Standing(String contestant, Map<Measure, Spread> spreads) {

    /** Of every contestant, in the order in which the rounds have them. */
    public static List<Standing> of(List<Map<String, Sample>> rounds) {
        return rounds.get(0).keySet().stream().map(name -> of(name, rounds)).toList();
    }

    private static Standing of(String name, List<Map<String, Sample>> rounds) {
        Map<Measure, Spread> spreads = new EnumMap<>(Measure.class);
        for (Measure measure : rounds.get(0).get(name).values().keySet()) {
            List<Double> values = new ArrayList<>();
            rounds.forEach(round -> values.add(round.get(name).values().get(measure)));
            spreads.put(measure, Spread.of(values));
        }
        return new Standing(name, spreads);
    }

    /** {@code {"name", "measures": {LABEL: {"unit", "median", "min", "max"}}}}. */
    public JsonObject json() {
        JsonObject measures = new JsonObject();
        spreads.forEach(
                (measure, spread) -> measures.put(measure.label(), spread.json().put("unit", measure.unit())));
        return new JsonObject().put("name", contestant).put("measures", measures);
    }
}
