package io.integrator.webhooks.bench.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.integrator.webhooks.bench.contest.Measure;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ArrivalFiguresTest {

    private static final Histogram NONE = new Histogram(3);

    @Test
    void theThroughputIsToldByTheArrivalOfNearlyAll() {
        Histogram arrivals = new Histogram(3);
        for (int number = 1; number <= 1_000; number++) {
            arrivals.recordValue(number * 1_000L);
        }
        arrivals.recordValueWithCount(60_000_000, 1);

        assertThat(ArrivalFigures.ofBacklog(new Tally(1_001, 0, NONE, arrivals)).get(Measure.THROUGHPUT))
                .isCloseTo(1_000, within(5.0));
    }

    @Test
    void latenciesAreToldInMilliseconds() {
        Histogram latencies = new Histogram(3);
        latencies.recordValueWithCount(2_000, 98);
        latencies.recordValueWithCount(30_000, 2);

        Tally tally = new Tally(100, 0, latencies, NONE);

        assertThat(ArrivalFigures.ofPaced(tally).get(Measure.P50)).isCloseTo(2, within(0.01));
        assertThat(ArrivalFigures.ofPaced(tally).get(Measure.P99)).isCloseTo(30, within(0.1));
    }
}
