package io.integrator.webhooks.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A process that can't do its work does not start, and says why. */
class RefusedStartTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static final Map<String, String> SUFFICIENT = Map.of(
            "WEBHOOKS_POSTGRES_URI", "postgresql://postgres@127.0.0.1:1/none",
            "WEBHOOKS_SECRETS_KEY", "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");

    @TempDir
    private Path cache;

    @Test
    void aMalformedSettingInTheEnvironmentIsNamedWithTheFormThatIsAccepted() {
        CommandProcess serve = serveWith("WEBHOOKS_SEND_DEADLINE", "soon");

        assertThat(serve.exitCode()).isEqualTo(1);
        assertThat(serve.err())
                .contains("WEBHOOKS_SEND_DEADLINE is 'soon'")
                .contains("a duration such as")
                .hasLineCount(1);
    }

    @Test
    void anUnknownSettingInTheEnvironmentIsNamed() {
        CommandProcess serve = serveWith("WEBHOOKS_SEND_DEADLINES", "5s");

        assertThat(serve.exitCode()).isEqualTo(1);
        assertThat(serve.err())
                .contains("WEBHOOKS_SEND_DEADLINES is not a setting")
                .contains("serve --help")
                .hasLineCount(1);
    }

    @Test
    void aMalformedSettingGivenToDevIsWrongUsage() {
        CommandProcess dev = site().start("dev", "--json", "--set", "WEBHOOKS_DISABLE_FAILURES=few");

        assertThat(dev.exitCode()).isEqualTo(2);
        assertThat(dev.err()).contains("WEBHOOKS_DISABLE_FAILURES is 'few'").contains("a whole number from");
        assertThat(dev.out()).isEmpty();
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            CommandProcess dev = site().start("dev", "--json", "--port", "0", "--management-port", port);

            assertThat(dev.exitCode()).isEqualTo(1);
            assertThat(dev.err()).contains("port " + port).contains("--management-port");
            assertThat(dev.out()).isEmpty();
        }
    }

    private DevSite site() {
        return new DevSite(PROCESSES, cache);
    }

    private static CommandProcess serveWith(String name, String value) {
        Map<String, String> settings = new HashMap<>(SUFFICIENT);
        settings.put(name, value);
        return PROCESSES.start(settings, "serve", "--role", "delivery");
    }
}
