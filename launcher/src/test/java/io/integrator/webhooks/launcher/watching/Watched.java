package io.integrator.webhooks.launcher.watching;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the dashboard and the rules ask of a service that a Prometheus scrapes. */
public final class Watched {

    private static final Pattern OF_A_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    private static final int PROCESSES = 2;

    private final Prometheus prometheus;

    public Watched(Prometheus prometheus) {
        this.prometheus = prometheus;
    }

    /** Waits until the processes are scraped. */
    public void awaitScrapes() {
        patiently()
                .alias("the processes are scraped")
                .until(() -> prometheus.query("up == 1").size() == PROCESSES);
    }

    /** Waits until an alert comes. */
    public void awaitAlert(String name) {
        patiently()
                .alias(name)
                .until(() -> !prometheus
                        .query("ALERTS{alertname=\"" + name + "\",alertstate=\"firing\"}")
                        .isEmpty());
    }

    /** Waits until each rule has been computed from more than one scrape. */
    public void awaitRules() throws IOException {
        for (JsonObject rule : AlertRules.recorded()) {
            String name = rule.getString("record");
            patiently()
                    .alias(name + " is recorded")
                    .until(() -> !prometheus
                            .query("count_over_time(" + name + "[1m]) > 1")
                            .isEmpty());
        }
    }

    /** Every panel has something to show, with the labels that its legend tells. */
    public void assertPanelsShowSomething() {
        assertThat(ServiceDashboard.DASHBOARD.queries()).allSatisfy(query -> {
            List<JsonObject> series = prometheus.query(asGrafanaAsks(query.expression()));
            assertThat(series)
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.getJsonObject("metric").fieldNames())
                            .containsAll(labelsIn(query.legend())));
        });
    }

    /** Every metric and every label that panels and rules name is there. */
    public void assertAllThatIsNamedIsThere() throws IOException {
        assertThat(expressions()).allSatisfy(promql -> {
            Expression read = Expression.of(promql);
            Set<String> labels = new HashSet<>();
            assertThat(read.selectors()).allSatisfy(selector -> {
                List<JsonObject> series = prometheus.series(selector);
                assertThat(series).as(selector).isNotEmpty();
                series.forEach(each -> labels.addAll(each.fieldNames()));
            });
            assertThat(labels).containsAll(read.labels());
        });
    }

    /** Prometheus could compute every rule. */
    public void assertRulesAreHealthy() {
        assertThat(prometheus.rules())
                .isNotEmpty()
                .allSatisfy(rule ->
                        assertThat(rule.getString("health")).as(rule.encode()).isEqualTo("ok"));
    }

    private static List<String> expressions() throws IOException {
        Stream<String> rules = Stream.concat(AlertRules.recorded().stream(), AlertRules.alerts().stream())
                .map(rule -> rule.getString("expr"));
        Stream<String> panels =
                ServiceDashboard.DASHBOARD.queries().stream().map(query -> asGrafanaAsks(query.expression()));
        return Stream.concat(rules, panels).toList();
    }

    private static String asGrafanaAsks(String expression) {
        return expression.replace("$__rate_interval", "1m").replace("$instance", ".*");
    }

    private static Set<String> labelsIn(String legend) {
        return OF_A_LABEL
                .matcher(legend)
                .results()
                .map((MatchResult label) -> label.group(1))
                .collect(Collectors.toSet());
    }
}
