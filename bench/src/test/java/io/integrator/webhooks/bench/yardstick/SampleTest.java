package io.integrator.webhooks.bench.yardstick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void theThroughputIsToldByTheArrivalOfNearlyAll() {
        Histogram backlog = new Histogram(3);
        for (int number = 1; number <= 1_000; number++) {
            backlog.recordValue(number * 1_000L);
        }
        backlog.recordValueWithCount(60_000_000, 1);

        Sample sample = Sample.of(backlog, backlog);

        assertThat(sample.values().get(Measure.THROUGHPUT)).isCloseTo(1_000, within(5.0));
    }

    @Test
    void latenciesAreToldInMilliseconds() {
        Histogram paced = new Histogram(3);
        paced.recordValueWithCount(2_000, 98);
        paced.recordValueWithCount(30_000, 2);

        Sample sample = Sample.of(paced, paced);

        assertThat(sample.values().get(Measure.P50)).isCloseTo(2, within(0.01));
        assertThat(sample.values().get(Measure.P99)).isCloseTo(30, within(0.1));
    }
}
