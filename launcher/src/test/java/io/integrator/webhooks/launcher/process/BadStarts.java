package io.integrator.webhooks.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Commands that can't do their work, for what they say of it. */
final class BadStarts {

    private final Processes processes;
    private final TestDatabase database;
    private final Map<String, String> settings;

    /** @param settings good ones */
    BadStarts(Processes processes, TestDatabase database, Map<String, String> settings) {
        this.processes = processes;
        this.database = database;
        this.settings = settings;
    }

    /** A key that is cut short beside a database of another kind, one that isn't there, and a server that isn't. */
    void make() {
        String uri = database.uri().toString();
        String key = settings.get("WEBHOOKS_SECRETS_KEY");
        List<CommandProcess> refused = List.of(
                processes.start(
                        changed(
                                "WEBHOOKS_SECRETS_KEY", key.substring(0, key.length() - 4),
                                "WEBHOOKS_POSTGRES_URI", uri.replace("postgresql:", "mysql:")),
                        "serve",
                        "--verbose"),
                processes.start(changed("WEBHOOKS_POSTGRES_URI", uri + "-none"), "serve", "--verbose", "--role", "api"),
                processes.start(
                        changed(
                                "WEBHOOKS_POSTGRES_URI",
                                uri.replace(":" + database.uri().getPort() + "/", ":1/")),
                        "migrate",
                        "--verbose"));
        assertThat(refused).allSatisfy(process -> assertThat(process.exitCode()).isEqualTo(1));
    }

    private Map<String, String> changed(String... namesAndValues) {
        Map<String, String> changed = new HashMap<>(settings);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            changed.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return changed;
    }
}
