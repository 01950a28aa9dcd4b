package io.integrator.webhooks.launcher.watching;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Each alert has its heading in docs/operating.md, and each heading its alert. */
class RunbookTest {

    private static final Path RUNBOOK = Path.of("..", "docs", "operating.md");

    @Test
    void eachAlertIsExplainedWhereItSays() throws IOException {
        List<JsonObject> alerts = AlertRules.alerts();

        assertThat(headings())
                .containsExactlyElementsOf(
                        alerts.stream().map(alert -> alert.getString("alert")).toList());
        assertThat(alerts)
                .allSatisfy(
                        alert -> assertThat(alert.getJsonObject("annotations").getString("runbook_url"))
                                .endsWith("docs/operating.md#"
                                        + alert.getString("alert").toLowerCase(Locale.ROOT)));
    }

    private static List<String> headings() throws IOException {
        return Files.readString(RUNBOOK)
                .lines()
                .dropWhile(line -> !line.equals("## Alerts"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring("### ".length()))
                .toList();
    }
}
