package io.integrator.webhooks.launcher.watching;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code docker/prometheus/prometheus.yml}, except that it finds the processes of a test, and looks at them often. */
final class ShippedConfiguration {

    private static final String OFTEN = "200ms";

    private ShippedConfiguration() {}

    /**
     * Writes it into a directory.
     *
     * @param ports the management port of the process of each job
     */
    static Path scraping(Map<String, Integer> ports, Path directory) throws IOException {
        JsonObject configuration = AlertRules.read("prometheus.yml");
        configuration.getJsonObject("global").put("scrape_interval", OFTEN).put("evaluation_interval", OFTEN);
        configuration.put(
                "rule_files",
                new JsonArray()
                        .add(AlertRules.DIRECTORY
                                .resolve("rules.yml")
                                .toAbsolutePath()
                                .toString()));
        for (Object job : configuration.getJsonArray("scrape_configs")) {
            scrape((JsonObject) job, ports);
        }
        // JSON is YAML.
        return Files.writeString(directory.resolve("prometheus.yml"), configuration.encode());
    }

    private static void scrape(JsonObject job, Map<String, Integer> ports) {
        String target = "127.0.0.1:" + ports.get(job.getString("job_name"));
        job.remove("dns_sd_configs");
        job.put("static_configs", new JsonArray().add(new JsonObject().put("targets", new JsonArray().add(target))));
    }
}
