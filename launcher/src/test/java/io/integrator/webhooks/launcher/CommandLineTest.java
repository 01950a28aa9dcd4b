package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"serve", "dev", "publish", "listen", "token", "migrate", "reseal"})
    void everyCommandExplainsItself(String command) {
        Invocation invocation = Invocation.of(command, "--help");

        assertThat(invocation.exitCode()).isZero();
        assertThat(invocation.out()).startsWith("Usage: webhooks " + command).contains("Exit codes:");
        assertThat(invocation.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "dev", "publish account.created", "listen", "token", "migrate", "reseal"})
    void anUnknownOptionIsWrongUsage(String command) {
        Invocation invocation = Invocation.of((command + " --no-such-option").split(" ", -1));

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains("--no-such-option");
        assertThat(invocation.out()).isEmpty();
    }

    @Test
    void noCommandIsWrongUsage() {
        Invocation invocation = Invocation.of();

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains("a command is missing").contains("webhooks --help");
    }

    @Test
    void helpTellsOfTheBenchmarksThoughTheyAreNotPartOfTheProgram() {
        assertThat(Invocation.of("--help").out()).contains("./webhooks bench");
        assertThat(Invocation.of("serve", "--help").out()).doesNotContain("webhooks bench");
        assertThat(Invocation.of("bench", "owed").exitCode()).isEqualTo(2);
    }

    @Test
    void theVersionIsTold() {
        Invocation invocation = Invocation.of("--version");

        assertThat(invocation.exitCode()).isZero();
        assertThat(invocation.out()).contains("Integrator Webhooks").contains("Java ");
    }

    @Test
    void helpForServeTellsOfEverySetting() {
        String help = Invocation.of("serve", "--help").out();

        for (Setting<?> setting : Settings.all()) {
            assertThat(help).contains("  " + setting.name() + System.lineSeparator());
            setting.defaultText()
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> assertThat(help.replaceAll("\\s+", " ")).contains("default: " + text));
        }
    }

    @Test
    void serveTellsOfEveryFaultOfItsSettings() throws IOException {
        Path config = Files.writeString(
                directory.resolve("webhooks.properties"),
                "WEBHOOKS_HTTP_PORT=http\nWEBHOOKS_KAFKA_SESSION_TIMEOUT=soon\nWEBHOOKS_COLOUR=red\n");

        Invocation invocation = Invocation.of("serve", "--role", "api", "--config", config.toString());

        assertThat(invocation.exitCode()).isEqualTo(1);
        assertThat(invocation.err())
                .contains("WEBHOOKS_HTTP_PORT is 'http'", "a whole number from 0 to 65535")
                .contains("WEBHOOKS_KAFKA_SESSION_TIMEOUT is 'soon'", "a duration such as")
                .contains("WEBHOOKS_COLOUR is not a setting")
                .contains("WEBHOOKS_POSTGRES_URI is not set")
                .doesNotContain("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS")
                .doesNotContain("at io.integrator");
    }

    @Test
    void anUnknownRoleIsWrongUsage() {
        Invocation invocation = Invocation.of("serve", "--role", "apis");

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains("--role", "api", "delivery", "apis");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WEBHOOKS_HTTP_PORT=http",
                "WEBHOOKS_COLOUR=red",
                "COLOUR=red",
                "WEBHOOKS_POSTGRES_URI=postgresql://localhost/x"
            })
    void aBadSettingGivenToDevIsWrongUsage(String setting) {
        Invocation invocation = Invocation.of("dev", "--set", setting);

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains(setting.substring(0, setting.indexOf('=')));
    }

    @Test
    void aPortOfDevThatIsTakenIsNamedWithItsOption() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            Invocation invocation = Invocation.of("dev", "--port", port, "--management-port", "0");

            assertThat(invocation.exitCode()).isEqualTo(1);
            assertThat(invocation.err()).contains("port " + port).contains("--port");
        }
    }

    @Test
    void migrateSaysWhereItLookedForPostgres() throws IOException {
        Path config = Files.writeString(
                directory.resolve("webhooks.properties"),
                "WEBHOOKS_POSTGRES_URI=postgresql://someone:hush@127.0.0.1:1/webhooks\n");

        Invocation invocation = Invocation.of("migrate", "--config", config.toString());

        assertThat(invocation.exitCode()).isEqualTo(1);
        assertThat(invocation.err()).contains("127.0.0.1:1/webhooks").doesNotContain("hush");
    }

    @Test
    void anUnknownTypeIsWrongUsageAndTheNineAreListed() {
        Invocation invocation = Invocation.of("publish", "payment.exploded");

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains("payment.exploded").contains(EventType.wireNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "{\"a\": }", "{} {}", "7"})
    void dataThatIsNoObjectIsWrongUsage(String data) {
        Invocation invocation = Invocation.of("publish", "payment.completed", "--data", data);

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains("--data must be a JSON object");
    }

    @Test
    void aFileOfDataThatIsMissingIsNamed() {
        Invocation invocation = Invocation.of(
                "publish", "payment.completed", "--kafka", "127.0.0.1:1", "--data", "@" + directory.resolve("none"));

        assertThat(invocation.exitCode()).isEqualTo(1);
        assertThat(invocation.err()).contains(directory.resolve("none").toString());
    }

    @Test
    void aTokenNeedsAnIntegrator() {
        Invocation invocation = Invocation.of("token", "--scope", "webhooks:read");

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains("--integrator");
    }

    @Test
    void aDirectoryThatNoDevHadHasNoTokens() {
        Invocation invocation = Invocation.of("token", "--integrator", "acme", "--data", directory.toString());

        assertThat(invocation.exitCode()).isEqualTo(1);
        assertThat(invocation.err()).contains(directory.toString());
    }

    @Test
    void aPortOfListenThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            Invocation invocation = Invocation.of("listen", "--port", port);

            assertThat(invocation.exitCode()).isEqualTo(1);
            assertThat(invocation.err()).contains("port " + port).contains("--port");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--secret=hush", "--status=99", "--delay=soon"})
    void listenRefusesWhatItCannotUse(String option) {
        Invocation invocation = Invocation.of("listen", "--port", "0", option);

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err())
                .contains(option.substring(0, option.indexOf('=')))
                .doesNotContain("hush");
    }
}
