package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.SettingArea;
import io.integrator.webhooks.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern NAME = Pattern.compile("WEBHOOKS_[A-Z_]*[A-Z]");

    @Test
    void thePageInTheRepositoryTellsOfTheSettingsAsTheyAre() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/configuration.md"));

        assertThat(page)
                .as("docs/configuration.md is renewed by: " + ConfigurationPage.RENEWAL)
                .isEqualTo(ConfigurationPage.text());
    }

    @Test
    void theCommandPrintsThePage() {
        Invocation invocation = Invocation.of("configuration");

        assertThat(invocation.exitCode()).isZero();
        assertThat(invocation.out()).isEqualTo(ConfigurationPage.text());
    }

    @Test
    void whatARoleNeedsAndWhatIsSecretIsTold() {
        assertThat(row("WEBHOOKS_AUTH_JWKS_URI")).endsWith("| *required* | api |");
        assertThat(row("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS")).endsWith("| *required* | delivery |");
        assertThat(row("WEBHOOKS_POSTGRES_URI")).endsWith("| *required*, *secret* | any |");
        assertThat(row("WEBHOOKS_KAFKA_SASL_PASSWORD")).endsWith("| none, *secret* | delivery |");
        assertThat(row("WEBHOOKS_RETENTION")).endsWith("| `30d` | any |");
    }

    @Test
    void everySettingIsReadByARole() {
        for (Setting<?> setting : Settings.all()) {
            assertThat(row(setting.name())).as(setting.name()).doesNotEndWith("|  |");
        }
    }

    @Test
    void whatAnAreaSaysNamesSettingsThatThereAre() {
        assertThat(Settings.areas())
                .extracting(SettingArea::text)
                .allSatisfy(text -> assertThat(NAME.matcher(text).results().map(MatchResult::group))
                        .isSubsetOf(Settings.all().stream().map(Setting::name).toList()));
    }

    private static String row(String name) {
        return ConfigurationPage.text()
                .lines()
                .filter(line -> line.startsWith("| `" + name + "` |"))
                .findFirst()
                .orElseThrow();
    }
}
