package io.integrator.webhooks.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.integrator.webhooks.bench.environment.ServiceOptions;
import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.Settings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a run ran on: without it no figure can be compared with another. */
public final class Circumstances {

    /** The system property by which the script says what was built. */
    private static final String COMMIT = "webhooks.commit";

    private static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes");

    /** With bbr, connections of the loopback interface stand still for a while now and then. */
    private static final String CONGESTION_CONTROL = "/proc/sys/net/ipv4/tcp_congestion_control";

    private Circumstances() {}

    /**
     * By name, in the order in which people read them.
     *
     * @param service as it ran
     */
    public static Map<String, String> of(BenchDatabase database, ServiceOptions service) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("commit", System.getProperty(COMMIT, "unknown"));
        facts.put("machine", machine());
        facts.put(
                "jdk",
                System.getProperty("java.vm.name") + " " + Runtime.version() + ", "
                        + System.getProperty("java.vendor"));
        facts.put(
                "versions",
                "PostgreSQL " + database.value("show server_version") + ", Kafka " + kafkaVersion()
                        + ", Vert.x "
                        + Optional.ofNullable(Vertx.class.getPackage().getImplementationVersion())
                                .orElse("(unknown)"));
        facts.put(
                "durability",
                DURABILITY.stream()
                                .map(name -> name + " " + database.value("show " + name))
                                .collect(Collectors.joining(", "))
                        + ", Kafka acks all");
        facts.put("settings", settings(service.set()));
        if (!service.java().isEmpty()) {
            facts.put("service's JVM", String.join(" ", service.java()));
        }
        return facts;
    }

    private static String settings(Map<String, String> set) {
        String defaults = Settings.all().stream()
                .filter(setting ->
                        setting.name().contains("SEND_") || setting.name().contains("WORKER_"))
                .map(setting -> inEffect(setting, set))
                .collect(Collectors.joining(", "));
        return set.isEmpty() ? defaults : defaults + "; set: " + set;
    }

    private static String inEffect(Setting<?> setting, Map<String, String> set) {
        return setting.name()
                + "="
                + set.getOrDefault(setting.name(), setting.defaultText().orElse(""));
    }

    private static String kafkaVersion() {
        try (InputStream file = Circumstances.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka's version can't be read", e);
        }
    }

    private static String machine() {
        String memory = first("/proc/meminfo", "MemTotal:\\s+(\\d+) kB")
                .map(kilobytes -> Long.parseLong(kilobytes) / (1024 * 1024) + " GiB")
                .orElse("memory unknown");
        return first("/proc/cpuinfo", "model name\\s*:\\s*(.+)").orElse(System.getProperty("os.arch")) + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, " + memory + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version")
                + first(CONGESTION_CONTROL, "(\\w+)")
                        .map(name -> ", TCP " + name)
                        .orElse("");
    }

    /** What Linux tells; empty elsewhere. */
    private static Optional<String> first(String file, String pattern) {
        try {
            Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file), UTF_8));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
