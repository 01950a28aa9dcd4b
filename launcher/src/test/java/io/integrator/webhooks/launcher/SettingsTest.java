package io.integrator.webhooks.launcher;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.Settings;
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

class SettingsTest {

    private static final Map<String, String> FOR_ANY_ROLE = Map.of(
            "WEBHOOKS_POSTGRES_URI",
            "postgresql://webhooks:hush@localhost:5432/webhooks",
            "WEBHOOKS_SECRETS_KEY",
            "k1:" + Base64.getEncoder().encodeToString(new byte[32]));

    @TempDir
    private Path directory;

    /** Names and defaults are a promise to whoever operates the service: a change here is one for the changelog. */
    @Test
    void everyNameAndDefaultIsAsPromised() {
        Map<String, String> actual = new LinkedHashMap<>();
        for (Setting<?> setting : Settings.all()) {
            actual.put(setting.name(), setting.defaultText().orElse("(required)"));
        }

        assertThat(actual)
                .containsExactly(
                        entry("WEBHOOKS_HTTP_HOST", "0.0.0.0"),
                        entry("WEBHOOKS_HTTP_PORT", "8080"),
                        entry("WEBHOOKS_MANAGEMENT_HOST", "127.0.0.1"),
                        entry("WEBHOOKS_MANAGEMENT_PORT", "8081"),
                        entry("WEBHOOKS_POSTGRES_URI", "(required)"),
                        entry("WEBHOOKS_POSTGRES_POOL_SIZE", "8"),
                        entry("WEBHOOKS_POSTGRES_MIGRATE", "true"),
                        entry("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "(required)"),
                        entry("WEBHOOKS_KAFKA_TOPICS", "domain-events"),
                        entry("WEBHOOKS_KAFKA_GROUP", "integrator-webhooks"),
                        entry("WEBHOOKS_KAFKA_SESSION_TIMEOUT", "10s"),
                        entry("WEBHOOKS_AUTH_JWKS_URI", "(required)"),
                        entry("WEBHOOKS_AUTH_ISSUER", "(required)"),
                        entry("WEBHOOKS_AUTH_AUDIENCE", "(required)"),
                        entry("WEBHOOKS_AUTH_INTEGRATOR_CLAIM", "integrator_id"),
                        entry("WEBHOOKS_SECRETS_KEY", "(required)"),
                        entry("WEBHOOKS_SEND_DEADLINE", "15s"),
                        entry("WEBHOOKS_SEND_CONNECT_TIMEOUT", "5s"),
                        entry("WEBHOOKS_SEND_IN_FLIGHT_PER_WEBHOOK", "16"),
                        entry("WEBHOOKS_SEND_IN_FLIGHT", "1024"),
                        entry("WEBHOOKS_RETRY_SCHEDULE", "5s,5m,30m,2h,5h,10h,14h,20h,24h"),
                        entry("WEBHOOKS_RETRY_JITTER", "0.2"),
                        entry("WEBHOOKS_RETRY_OVERLOAD_MINIMUM", "60s"),
                        entry("WEBHOOKS_RETRY_POLL_INTERVAL", "200ms"),
                        entry("WEBHOOKS_BREAKER_FAILURES", "5"),
                        entry("WEBHOOKS_BREAKER_PROBE_AFTER", "1m"),
                        entry("WEBHOOKS_BREAKER_PROBE_MAXIMUM", "15m"),
                        entry("WEBHOOKS_DISABLE_FAILURES", "20"),
                        entry("WEBHOOKS_DISABLE_AGE", "120h"),
                        entry("WEBHOOKS_EGRESS_ALLOW", ""),
                        entry("WEBHOOKS_EGRESS_ALLOW_HTTP", "false"),
                        entry("WEBHOOKS_BACKLOG_RATE", "10"),
                        entry("WEBHOOKS_RETENTION", "30d"),
                        entry("WEBHOOKS_WORKER_INSTANCES", "1"),
                        entry("WEBHOOKS_WORKER_UNSETTLED", "4096"),
                        entry("WEBHOOKS_WORKER_LEASE_AFTER", "1s"),
                        entry("WEBHOOKS_WORKER_FLUSH_ROWS", "500"),
                        entry("WEBHOOKS_WORKER_FLUSH_AGE", "5ms"),
                        entry("WEBHOOKS_WORKER_COMMIT_INTERVAL", "1s"),
                        entry("WEBHOOKS_WORKER_STOP_TIMEOUT", "20s"));
    }

    @Test
    void everyDefaultIsOfItsOwnAcceptedForm() {
        for (Setting<?> setting : Settings.all()) {
            setting.defaultText()
                    .ifPresent(text ->
                            assertThat(setting.type().parser().apply(text)).isNotNull());
        }
    }

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

    @Test
    void aFaultIsToldOnceAndNeverShowsASecret() {
        assertThatThrownBy(() -> ServiceSettings.read(
                        Map.of("WEBHOOKS_POSTGRES_URI", "mysql://u:hush@h/d", "WEBHOOKS_SECRETS_KEY", "hush"),
                        Set.of()))
                .hasMessageNotContaining("hush")
                .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(2));
    }

    private static Map<String, String> with(String name, String text) {
        Map<String, String> texts = new LinkedHashMap<>(FOR_ANY_ROLE);
        texts.put(name, text);
        return texts;
    }
}
