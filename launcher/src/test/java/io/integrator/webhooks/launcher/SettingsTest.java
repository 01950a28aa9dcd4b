package io.integrator.webhooks.launcher;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Map<String, String> FOR_ANY_ROLE = Map.of(
            "WEBHOOKS_POSTGRES_URI",
            "postgresql://webhooks:hush@localhost:5432/webhooks",
            "WEBHOOKS_SECRETS_KEY",
            "k1:" + Base64.getEncoder().encodeToString(new byte[32]));

    @TempDir
    private Path directory;

    @Test
    void theEnvironmentWinsOverTheFile() throws IOException {
        Path file = Files.writeString(
                directory.resolve("f"), "WEBHOOKS_HTTP_PORT=1\nWEBHOOKS_MANAGEMENT_PORT = 2\n# a remark\n");

        Map<String, String> texts =
                SettingSources.of(Map.of("WEBHOOKS_HTTP_PORT", "3", "HOME", "/home/someone"), Optional.of(file));

        assertThat(texts).containsOnly(entry("WEBHOOKS_HTTP_PORT", "3"), entry("WEBHOOKS_MANAGEMENT_PORT", "2"));
    }

    @Test
    void anUnknownNameOfTheEnvironmentIsRefused() {
        assertThatThrownBy(() -> ServiceSettings.read(with("WEBHOOKS_COLOUR", "red"), Set.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("WEBHOOKS_COLOUR");
    }

    @Test
    void aNameOfTheFileThatIsNoneOfOursIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "WEBHOOK_HTTP_PORT=1\n");

        assertThatThrownBy(() -> SettingSources.of(Map.of(), Optional.of(file)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("WEBHOOK_HTTP_PORT")
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFileThatDoesNotExistIsNamed() {
        Path file = directory.resolve("none");

        assertThatThrownBy(() -> SettingSources.of(Map.of(), Optional.of(file)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void theApiNeedsNoKafka() {
        Map<String, String> texts = new LinkedHashMap<>(FOR_ANY_ROLE);
        texts.put("WEBHOOKS_AUTH_JWKS_URI", "https://issuer.example/jwks.json");
        texts.put("WEBHOOKS_AUTH_ISSUER", "https://issuer.example");
        texts.put("WEBHOOKS_AUTH_AUDIENCE", "webhooks");

        ServiceSettings settings = ServiceSettings.read(texts, EnumSet.of(Role.API));

        assertThat(settings.api()).isPresent();
        assertThat(settings.delivery()).isEmpty();
    }

    @Test
    void deliveryNeedsNoAuthentication() {
        ServiceSettings settings = ServiceSettings.read(
                with("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092"), EnumSet.of(Role.DELIVERY));

        assertThat(settings.delivery()).isPresent();
        assertThat(settings.api()).isEmpty();
    }

    @Test
    void whatAnotherRoleNeedsMustBeWellFormedToo() {
        assertThatThrownBy(() ->
                        ServiceSettings.read(with("WEBHOOKS_AUTH_JWKS_URI", "ftp://x"), EnumSet.of(Role.DELIVERY)))
                .hasMessageContaining("WEBHOOKS_AUTH_JWKS_URI is 'ftp://x'")
                .hasMessageContaining("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://u:hush@h/d", "postgresql://u:hush@h:99999/d", "postgresql://u:hush@h /d"})
    void aFaultIsToldOnceAndNeverShowsASecret(String uri) {
        assertThatThrownBy(() -> ServiceSettings.read(
                        Map.of("WEBHOOKS_POSTGRES_URI", uri, "WEBHOOKS_SECRETS_KEY", "hush"), Set.of()))
                .hasMessageNotContaining("hush")
                .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "3d", "90h"})
    void aRetentionThatEndsBeforeTheLastAttemptIsRefused(String retention) {
        Map<String, String> texts = with("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092");
        texts.put("WEBHOOKS_RETENTION", retention);

        assertThatThrownBy(() -> ServiceSettings.read(texts, EnumSet.of(Role.DELIVERY)))
                .hasMessageContaining("WEBHOOKS_RETENTION is over before the last attempt by WEBHOOKS_RETRY_SCHEDULE")
                .hasMessageContaining("91 hours");

        texts.put("WEBHOOKS_RETRY_SCHEDULE", "5s,1h");
        assertThat(ServiceSettings.read(texts, EnumSet.of(Role.DELIVERY))
                        .retention()
                        .period())
                .isPositive();
    }

    @Test
    void whatIsPrintedOfThemShowsNoSecret() {
        ServiceSettings settings = ServiceSettings.read(
                with("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092"), EnumSet.of(Role.DELIVERY));

        assertThat(settings.toString())
                .contains("localhost:5432/webhooks", "k1")
                .doesNotContain("hush")
                .doesNotContain("AAAAAAAA");
    }

    private static Map<String, String> with(String name, String text) {
        Map<String, String> texts = new LinkedHashMap<>(FOR_ANY_ROLE);
        texts.put(name, text);
        return texts;
    }
}
