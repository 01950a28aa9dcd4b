package io.integrator.webhooks.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void theMedianIsTheOneInTheMiddle() {
        Spread spread = Spread.of(List.of(9.0, 1.0, 5.0));

        assertThat(spread).isEqualTo(new Spread(5, 1, 9));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertThat(Spread.of(List.of(1.0, 2.0, 4.0, 9.0)).median()).isEqualTo(3);
    }

    @Property(tries = 200)
    void theMedianIsWithinTheSpread(@ForAll @NotEmpty List<@DoubleRange(max = 1e9) Double> values) {
        Spread spread = Spread.of(values);

        assertThat(spread.median()).isBetween(spread.minimum(), spread.maximum());
        assertThat(values).contains(spread.minimum(), spread.maximum());
    }

    @Test
    void threeDigitsAreShown() {
        assertThat(new Spread(0.987654, 0.5, 1.0251).text()).isEqualTo("0.99 (0.50 to 1.03)");
        assertThat(new Spread(12.345, 9.876, 123.4).text()).isEqualTo("12.3 (9.88 to 123)");
        assertThat(new Spread(5123.4, 4900, 12000.4).text()).isEqualTo("5,123 (4,900 to 12,000)");
    }

    @Test
    void noValuesAreRefused() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
