package io.integrator.webhooks.launcher.watching;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules are sound to Prometheus, and each alert comes when it should and only then. */
class RulesTest {

    private static final Path ROOT = AlertRules.DIRECTORY.toAbsolutePath().normalize();

    @Test
    void configurationAndRulesAreSound() throws Exception {
        PrometheusProgram promtool = PrometheusProgram.assumed("promtool");

        promtool.succeeds(ROOT, "check", "config", "prometheus.yml");
        promtool.succeeds(ROOT, "check", "rules", "--lint-fatal", "rules.yml");
    }

    @Test
    void alertsComeAndStayAwayAsTheirTestsSay() throws Exception {
        PrometheusProgram.assumed("promtool").succeeds(ROOT, "test", "rules", "rules-test.yml");
    }

    @Test
    void eachAlertIsShownToComeAndToStayAway() throws Exception {
        Set<String> alerts = names(alert -> true);

        assertThat(names(moment -> !moment.getJsonArray("exp_alerts").isEmpty(), "alertname"))
                .isEqualTo(alerts);
        assertThat(names(moment -> moment.getJsonArray("exp_alerts").isEmpty(), "alertname"))
                .isEqualTo(alerts);
    }

    @Test
    void eachAlertSaysHowUrgentItIsAndWhatIsWrong() throws Exception {
        assertThat(AlertRules.alerts()).allSatisfy(alert -> {
            assertThat(alert.getJsonObject("labels").getString("severity")).isIn("critical", "warning", "info");
            assertThat(alert.getJsonObject("annotations").getString("summary")).isNotBlank();
        });
    }

    private static Set<String> names(Predicate<JsonObject> wanted) throws Exception {
        return AlertRules.alerts().stream()
                .filter(wanted)
                .map(alert -> alert.getString("alert"))
                .collect(Collectors.toSet());
    }

    private static Set<String> names(Predicate<JsonObject> wanted, String member) throws Exception {
        return AlertRules.moments().stream()
                .filter(wanted)
                .map(moment -> moment.getString(member))
                .collect(Collectors.toSet());
    }
}
