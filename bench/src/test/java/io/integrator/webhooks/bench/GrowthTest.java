package io.integrator.webhooks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Comparison;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.bench.report.Spread;
import io.integrator.webhooks.bench.report.Standing;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrowthTest {

    private static final Spread FAST = new Spread(1_000, 900, 1_100);
    private static final Spread SLOW = new Spread(800, 700, 900);

    @Test
    void everyPointIsComparedWithTheFirst() {
        Growth growth = new Growth(Curve.OWED, List.of(0L, 1_000L), 10);

        assertThat(growth.comparisons())
                .extracting(Comparison::text)
                .containsOnly("1,000 deliveries owed to another webhook / 0 deliveries owed to another webhook");
        assertThat(growth.comparisons())
                .extracting(Comparison::measure)
                .containsExactly(Measure.THROUGHPUT, Measure.CPU);
    }

    @Test
    void theThroughputWithAHundredThousandWebhooksIsPromised() {
        Growth growth = new Growth(Curve.WEBHOOKS, Curve.WEBHOOKS.points(), 10);

        assertThat(growth.comparisons())
                .filteredOn(comparison -> comparison.budget().isPresent())
                .singleElement()
                .satisfies(promised -> {
                    assertThat(promised.text()).isEqualTo("100,000 webhooks / 1 webhooks");
                    assertThat(promised.budget()).contains(Budget.atLeast(0.8));
                });
    }

    @Test
    void theThroughputIsToldByPoint() {
        Growth growth = new Growth(Curve.FAN_OUT, List.of(1L, 10L), 10);
        List<Standing> standings = List.of(
                new Standing("1 webhooks of one integrator", Map.of(Measure.THROUGHPUT, FAST)),
                new Standing("10 webhooks of one integrator", Map.of(Measure.THROUGHPUT, SLOW)));

        assertThat(growth.throughput(standings)).containsExactly(Map.entry(1L, FAST), Map.entry(10L, SLOW));
    }

    @Test
    void aBacklogIsOfDeliveriesAndBounded() {
        assertThat(Curve.FAN_OUT.events(100, 40_000)).isEqualTo(400);
        assertThat(Curve.FAN_OUT.events(1_000, 10)).isEqualTo(1);
        assertThat(Curve.BODY.events(600, 40_000)).isEqualTo(40_000);
        assertThat(Curve.BODY.events(65_536, 40_000)).isEqualTo(4_096);
        assertThat(Curve.WEBHOOKS.events(100_000, 40_000)).isEqualTo(40_000);
    }

    @ParameterizedTest
    @EnumSource
    void whatACurveIsMeasuredAtByItselfCanBeMeasured(Curve curve) {
        assertThat(curve.points()).isSorted().doesNotHaveDuplicates().allMatch(curve::admits);
    }

    @Test
    void eachOfManyWebhooksHasEventsOfItsOwn() {
        List<Share> shares = ManyWebhooks.of(1_000);

        assertThat(shares).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(shares.stream()
                        .collect(Collectors.groupingBy(Share::integrator))
                        .values())
                .allSatisfy(ofOne -> assertThat(ofOne).hasSizeLessThanOrEqualTo(16));
    }

    @Test
    void aHeapsSizeIsReadAsTheJvmReadsIt() {
        assertThat(HeapSize.ofJavaOption("256m")).contains(new HeapSize(256));
        assertThat(HeapSize.ofJavaOption("1G")).contains(new HeapSize(1_024));
        assertThat(HeapSize.ofJavaOption("512k")).contains(new HeapSize(0.5));
        assertThat(HeapSize.ofJavaOption("256")).isEmpty();
        assertThat(HeapSize.ofJavaOption("much")).isEmpty();
    }
}
