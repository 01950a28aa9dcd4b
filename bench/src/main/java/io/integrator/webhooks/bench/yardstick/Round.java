package io.integrator.webhooks.bench.yardstick;

import io.integrator.webhooks.bench.environment.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Each condition at each pressure once; from round to round the conditions take turns at being the first. */
final class Round {

    private final List<Turn> turns;

    private record Turn(Condition condition, Pressure pressure, Phase phase) {}

    /** What it came to; the lateness is of the paced phases. */
    record Result(Map<Condition, Sample> samples, Ledger ledger, Duration lateness) {}

    private Round(List<Turn> turns) {
        this.turns = turns;
    }

    /** Registers the webhooks of its phases, long before they are played: what a registration sets off isn't measured. */
    static Round register(Environment environment, Map<Condition, Scene> scenes, int number) {
        List<Condition> order = new ArrayList<>(List.of(Condition.values()));
        if (number % 2 == 1) {
            Collections.reverse(order);
        }
        List<Turn> turns = new ArrayList<>();
        for (Pressure pressure : Pressure.values()) {
            for (Condition condition : order) {
                String name = "r" + number + "p" + turns.size();
                turns.add(new Turn(
                        condition, pressure, Phase.register(environment, name, pressure, scenes.get(condition))));
            }
        }
        return new Round(turns);
    }

    Result play(Volume volume) {
        Map<Condition, Map<Pressure, Histogram>> latencies = new EnumMap<>(Condition.class);
        Ledger ledger = Ledger.EMPTY;
        Duration lateness = Duration.ZERO;
        for (Turn turn : turns) {
            Phase.Result result = turn.phase().play(volume);
            ledger = ledger.plus(result.ledger());
            if (turn.pressure() == Pressure.PACED && result.lateness().compareTo(lateness) > 0) {
                lateness = result.lateness();
            }
            latencies
                    .computeIfAbsent(turn.condition(), condition -> new EnumMap<>(Pressure.class))
                    .put(turn.pressure(), result.latencies());
        }
        Map<Condition, Sample> samples = new EnumMap<>(Condition.class);
        latencies.forEach((condition, taken) ->
                samples.put(condition, Sample.of(taken.get(Pressure.PACED), taken.get(Pressure.BACKLOG))));
        return new Result(samples, ledger, lateness);
    }
}
