package io.integrator.webhooks.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.bench.yardstick.Condition;
import io.integrator.webhooks.bench.yardstick.Measure;
import io.integrator.webhooks.bench.yardstick.Sample;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void aRatioIsTakenWithinItsRound() {
        // The machine was half as fast in the second round: for both.
        Figure figure = Figure.of(
                Measure.THROUGHPUT, List.of(round(1_000, 900), round(500, 450), round(800, 760)), Optional.empty());

        assertThat(figure.ratio()).isEqualTo(new Spread(0.9, 0.9, 0.95));
        assertThat(figure.without()).isEqualTo(new Spread(800, 500, 1_000));
        assertThat(figure.with()).isEqualTo(new Spread(760, 450, 900));
    }

    @Test
    void aBudgetIsMetByTheMedianRatio() {
        Figure figure = Figure.of(
                Measure.THROUGHPUT,
                List.of(round(100, 96), round(100, 97), round(100, 50)),
                Optional.of(Budget.atLeast(0.95)));

        assertThat(figure.verdict()).isEqualTo("budget >= 0.95: met");
        assertThat(figure.json().getJsonObject("budget").getBoolean("met")).isTrue();
    }

    @Test
    void aBudgetThatIsMissedSaysSo() {
        Figure figure = Figure.of(Measure.P99, List.of(round(100, 121)), Optional.of(Budget.atMost(1.2)));

        assertThat(figure.verdict()).isEqualTo("budget <= 1.2: MISSED");
        assertThat(figure.json().getJsonObject("budget").getBoolean("met")).isFalse();
    }

    @Test
    void withoutABudgetThereIsNoVerdict() {
        Figure figure = Figure.of(Measure.P50, List.of(round(100, 121)), Optional.empty());

        assertThat(figure.verdict()).isEmpty();
        assertThat(figure.json().fieldNames()).containsExactly("name", "unit", "without", "with", "ratio");
    }

    private static Map<Condition, Sample> round(double without, double with) {
        return Map.of(Condition.WITHOUT, sample(without), Condition.WITH, sample(with));
    }

    private static Sample sample(double value) {
        return new Sample(Map.of(Measure.THROUGHPUT, value, Measure.P50, value, Measure.P99, value));
    }
}
