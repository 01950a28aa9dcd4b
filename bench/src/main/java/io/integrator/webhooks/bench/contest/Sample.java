package io.integrator.webhooks.bench.contest;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one turn of a contestant came to.
 *
 * @param values   of the measures that it has, in their units
 * @param ledger   of what it did; it balances
 * @param lateness of the latest event at its publishing at a fixed rate; zero when nothing was to be in time
 */
public record Sample(Map<Measure, Double> values, Ledger ledger, Duration lateness) {

    static final Sample EMPTY = new Sample(Map.of(), Ledger.EMPTY, Duration.ZERO);

    public Sample {
        values = values.isEmpty() ? Map.of() : new EnumMap<>(values);
    }

    /** Of a turn in which nothing was to be in time. */
    public static Sample of(Map<Measure, Double> values, Ledger ledger) {
        return new Sample(values, ledger, Duration.ZERO);
    }

    /** What both came to; they have no measure in common. */
    Sample and(Sample other) {
        Map<Measure, Double> both = new EnumMap<>(Measure.class);
        both.putAll(values);
        both.putAll(other.values);
        return new Sample(
                both, ledger.plus(other.ledger), lateness.compareTo(other.lateness) > 0 ? lateness : other.lateness);
    }

    /** For people, while a run goes on. */
    String text() {
        return values.entrySet().stream()
                .map(one -> String.format(
                        Locale.ROOT,
                        "%s %.1f %s",
                        one.getKey().label(),
                        one.getValue(),
                        one.getKey().unit()))
                .collect(Collectors.joining(", "));
    }
}
