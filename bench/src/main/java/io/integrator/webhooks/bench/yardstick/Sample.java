package io.integrator.webhooks.bench.yardstick;

import io.integrator.webhooks.bench.load.EpochMicros;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * One round's figures under one condition.
 *
 * @param values one for each measure
 */
public record Sample(Map<Measure, Double> values) {

    /** The share of a backlog by whose arrival its throughput is told; a straggler would tell of itself alone. */
    private static final double MOST = 99;

    private static final double MICROS_PER_MILLI = 1_000;

    /** What a paced phase and a backlog come to. */
    static Sample of(Histogram paced, Histogram backlog) {
        double seconds = (double) backlog.getValueAtPercentile(MOST) / EpochMicros.PER_SECOND;
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        values.put(Measure.THROUGHPUT, MOST / 100 * backlog.getTotalCount() / seconds);
        values.put(Measure.P50, paced.getValueAtPercentile(50) / MICROS_PER_MILLI);
        values.put(Measure.P99, paced.getValueAtPercentile(99) / MICROS_PER_MILLI);
        return new Sample(values);
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
