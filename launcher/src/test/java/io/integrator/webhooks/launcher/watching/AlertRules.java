package io.integrator.webhooks.launcher.watching;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is in {@code docker/prometheus}. */
final class AlertRules {

    static final Path DIRECTORY = Path.of("..", "docker", "prometheus");

    private AlertRules() {}

    /** Every alert, as it is written. */
    static List<JsonObject> alerts() throws IOException {
        return all("rules.yml", "groups", "rules").stream()
                .filter(rule -> rule.containsKey("alert"))
                .toList();
    }

    /** Every recorded expression, as it is written. */
    static List<JsonObject> recorded() throws IOException {
        return all("rules.yml", "groups", "rules").stream()
                .filter(rule -> rule.containsKey("record"))
                .toList();
    }

    /** Every moment of a test at which an alert is looked at, with what is expected of it then. */
    static List<JsonObject> moments() throws IOException {
        return all("rules-test.yml", "tests", "alert_rule_test");
    }

    private static List<JsonObject> all(String file, String outer, String inner) throws IOException {
        return read(file).getJsonArray(outer).stream()
                .map(JsonObject.class::cast)
                .filter(group -> group.containsKey(inner))
                .flatMap(group -> group.getJsonArray(inner).stream())
                .map(JsonObject.class::cast)
                .toList();
    }

    /** A file of it. */
    static JsonObject read(String file) throws IOException {
        try (Reader reader = Files.newBufferedReader(DIRECTORY.resolve(file))) {
            Map<String, Object> read = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            return new JsonObject(new JsonObject(read).encode());
        }
    }
}
