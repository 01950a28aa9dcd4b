package io.integrator.webhooks.bench.subscriber;

import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.load.EpochMicros;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What arrivals tell of whoever delivered. */
public final class ArrivalFigures {

    /** The share of a backlog by whose arrival its throughput is told; a straggler would tell of itself alone. */
    private static final double MOST = 99;

    private static final double MICROS_PER_MILLI = 1_000;

    private ArrivalFigures() {}

    /** Of a backlog: from the first arrival until nearly all have come. */
    public static Map<Measure, Double> ofBacklog(Tally tally) {
        Histogram arrivals = tally.arrivals();
        double seconds = Math.max(1, arrivals.getValueAtPercentile(MOST)) / (double) EpochMicros.PER_SECOND;
        return Map.of(Measure.THROUGHPUT, MOST / 100 * arrivals.getTotalCount() / seconds);
    }

    /** Of events at a fixed rate: from their scheduled times. */
    public static Map<Measure, Double> ofPaced(Tally tally) {
        Histogram latencies = tally.latencies();
        return Map.of(
                Measure.P50, latencies.getValueAtPercentile(50) / MICROS_PER_MILLI,
                Measure.P99, latencies.getValueAtPercentile(99) / MICROS_PER_MILLI);
    }
}
