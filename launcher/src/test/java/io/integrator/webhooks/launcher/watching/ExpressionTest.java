package io.integrator.webhooks.launcher.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpressionTest {

    @Test
    void metricsAreFoundAndNothingElseIs() {
        Map<String, Set<String>> selectors = Map.of(
                "up", Set.of("up"),
                "sum by (a, b) (rate(x_total[5m])) / on (a) group_left (c) y:ratio offset 5m",
                        Set.of("x_total", "y:ratio"),
                "histogram_quantile(0.99, sum(rate(x_bucket[1h])) by (le))", Set.of("x_bucket"),
                "(x > 1e3 and on () y == bool 1) or vector(0)", Set.of("x", "y"),
                "label_replace(x, \"a\", \"y\", \"b\", \"(z)\")", Set.of("x"),
                "1 - avg without (instance) (x)", Set.of("x"),
                "absent(x) unless max_over_time(y[1h:1m]) > NaN", Set.of("x", "y"));

        selectors.forEach((promql, expected) ->
                assertThat(Expression.of(promql).selectors()).as(promql).isEqualTo(expected));
    }

    @Test
    void aLabelThatChoosesHasToBeThere() {
        Expression read = Expression.of("rate(x{a=\"}\\\"\", b!~ \"y|z\"}[1m]) > x{}");

        assertThat(read.selectors()).containsExactly("x{a=\"}\\\"\",a!=\"\",b!~ \"y|z\",b!=\"\",}", "x{}");
    }

    @Test
    void labelsThatGroupOrMatchAreFound() {
        Expression read = Expression.of("sum by (a,b) (x) / ignoring(c) group_left (d) sum(y) without (e) > on () z");

        assertThat(read.labels()).containsExactly("a", "b", "c", "d", "e");
    }
}
