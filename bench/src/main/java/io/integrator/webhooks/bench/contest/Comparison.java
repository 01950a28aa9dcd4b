package io.integrator.webhooks.bench.contest;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be told of a contest: one measure of one contestant, alone or held against another's.
 *
 * @param work      the contestant's name
 * @param yardstick the other's name; the same one's for {@link Relation#VALUE}
 * @param budget    what the median of it over the rounds is to be; empty when nothing is promised
 */
public record Comparison(Measure measure, String work, Relation relation, String yardstick, Optional<Budget> budget) {

    public Comparison {
        requireNonNull(measure, "measure");
        requireNonNull(work, "work");
        requireNonNull(relation, "relation");
        requireNonNull(yardstick, "yardstick");
        requireNonNull(budget, "budget");
    }

    /** By how much the work's figure is that of its yardstick. */
    public static Comparison ratio(Measure measure, String work, String yardstick) {
        return new Comparison(measure, work, Relation.RATIO, yardstick, Optional.empty());
    }

    /** How much more the work has than its yardstick. */
    public static Comparison difference(Measure measure, String work, String yardstick) {
        return new Comparison(measure, work, Relation.DIFFERENCE, yardstick, Optional.empty());
    }

    /** The work's figure by itself. */
    public static Comparison value(Measure measure, String work) {
        return new Comparison(measure, work, Relation.VALUE, work, Optional.empty());
    }

    /** The same with a promise. */
    public Comparison within(Budget promised) {
        return new Comparison(measure, work, relation, yardstick, Optional.of(promised));
    }

    /** One value for each round, both figures of which are of the same round. */
    public List<Double> over(List<Map<String, Sample>> rounds) {
        return rounds.stream()
                .map(round -> relation.of(of(round, work), of(round, yardstick)))
                .toList();
    }

    /** For people. */
    public String text() {
        return relation == Relation.VALUE ? work : work + " " + relation.sign() + " " + yardstick;
    }

    private double of(Map<String, Sample> round, String contestant) {
        return round.get(contestant).values().get(measure);
    }
}
