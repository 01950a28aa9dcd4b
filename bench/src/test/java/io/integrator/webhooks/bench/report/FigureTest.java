package io.integrator.webhooks.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Comparison;
import io.integrator.webhooks.bench.contest.Ledger;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.contest.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void aRatioIsTakenWithinItsRound() {
        // The machine was half as fast in the second round: for both.
        Figure figure = Figure.of(
                Comparison.ratio(Measure.THROUGHPUT, "work", "bare"),
                List.of(round(1_000, 900), round(500, 450), round(800, 760)));

        assertThat(figure.spread()).isEqualTo(new Spread(0.9, 0.9, 0.95));
        assertThat(figure.text()).isEqualTo("throughput, work / bare: 0.90 (0.90 to 0.95)\n");
    }

    @Test
    void aDifferenceIsInTheMeasuresUnit() {
        Figure figure = Figure.of(Comparison.difference(Measure.P50, "work", "bare"), List.of(round(2, 3.5)));

        assertThat(figure.text()).isEqualTo("p50, work - bare: 1.50 (1.50 to 1.50) ms\n");
        assertThat(figure.json().getString("unit")).isEqualTo("ms");
    }

    @Test
    void aValueHasNoYardstick() {
        Figure figure = Figure.of(
                Comparison.value(Measure.CPU, "work").within(Budget.atMost(100)), List.of(round(1, 64), round(1, 120)));

        assertThat(figure.text()).isEqualTo("CPU per delivery, work: 92.0 (64.0 to 120) µs  budget <= 100.0: met\n");
        assertThat(figure.json().getValue("yardstick")).isNull();
    }

    @Test
    void aBudgetIsMetByTheMedian() {
        Figure figure = Figure.of(
                Comparison.ratio(Measure.THROUGHPUT, "work", "bare").within(Budget.atLeast(0.95)),
                List.of(round(100, 96), round(100, 97), round(100, 50)));

        assertThat(figure.verdict()).isEqualTo("budget >= 0.95: met");
        assertThat(figure.json().getJsonObject("budget").getBoolean("met")).isTrue();
    }

    @Test
    void aBudgetThatIsMissedSaysSo() {
        Figure figure = Figure.of(
                Comparison.ratio(Measure.P99, "work", "bare").within(Budget.atMost(1.2)), List.of(round(100, 121)));

        assertThat(figure.verdict()).isEqualTo("budget <= 1.2: MISSED");
        assertThat(figure.json().getJsonObject("budget").getBoolean("met")).isFalse();
    }

    @Test
    void aBudgetOfEveryRoundIsMissedByTheWorst() {
        Figure figure = Figure.of(
                Comparison.value(Measure.CPU, "work").within(Budget.neverMoreThan(100)),
                List.of(round(1, 64), round(1, 64), round(1, 101)));

        assertThat(figure.verdict()).isEqualTo("budget <= 100.0 in every round: MISSED");
    }

    @Test
    void withoutABudgetThereIsNoVerdict() {
        Figure figure = Figure.of(Comparison.ratio(Measure.P50, "work", "bare"), List.of(round(100, 121)));

        assertThat(figure.verdict()).isEmpty();
        assertThat(figure.json().containsKey("budget")).isFalse();
    }

    private static Map<String, Sample> round(double bare, double work) {
        return Map.of("bare", sample(bare), "work", sample(work));
    }

    private static Sample sample(double value) {
        return Sample.of(
                Map.of(
                        Measure.THROUGHPUT, value,
                        Measure.P50, value,
                        Measure.P99, value,
                        Measure.CPU, value),
                Ledger.EMPTY);
    }
}
