package io.integrator.webhooks.settings;

import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where traces go, by OpenTelemetry's protocol over HTTP.
 *
 * @param endpoint   the receiver, without the path of traces; empty when nothing is traced
 * @param headers    fields that each request to it has, by name
 * @param sample     the share of traces that begin here to be recorded, from 0 to 1; others are as their beginners decided
 * @param attributes what is said of the process besides, by name
 */
public record TracingSettings(
        Optional<URI> endpoint, Map<String, String> headers, double sample, Map<String, String> attributes) {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    public static final Setting<Optional<URI>> OTLP_ENDPOINT = Setting.of(
            "WEBHOOKS_TRACING_OTLP_ENDPOINT",
            new SettingType<>(
                    "http://host:port or https://host:port, with or without a path; empty for no tracing",
                    TracingSettings::endpointOf),
            "",
            "receiver of traces by OTLP over HTTP, such as http://127.0.0.1:4318, to which /v1/traces is added");

    public static final Setting<Map<String, String>> OTLP_HEADERS = Setting.optionalSecret(
            "WEBHOOKS_TRACING_OTLP_HEADERS",
            new SettingType<>("name=value, several separated by commas; empty for none", TracingSettings::headersOf),
            "fields of each request to it, such as a key");

    public static final Setting<Double> SAMPLE = Setting.of(
            "WEBHOOKS_TRACING_SAMPLE",
            SettingType.fraction(0, 1),
            "0.01",
            "share of traces that begin here to be recorded; a trace that others began is recorded if they record it");

    public static final Setting<Map<String, String>> ATTRIBUTES = Setting.of(
            "WEBHOOKS_TRACING_ATTRIBUTES",
            new SettingType<>("name=value, several separated by commas; empty for none", TracingSettings::pairsOf),
            "",
            "what traces tell of the process besides its name and version, such as deployment.environment.name=production");

    static final List<Setting<?>> ALL = List.of(OTLP_ENDPOINT, OTLP_HEADERS, SAMPLE, ATTRIBUTES);

    static final SettingArea AREA = new SettingArea("Tracing", """
            Off unless a receiver is named. What is traced, and what a subscriber sees of it, is in [operating](operating.md#tracing).
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static TracingSettings read(SettingReader reader) {
        return new TracingSettings(
                reader.readOr(OTLP_ENDPOINT, Optional.empty()),
                reader.readOr(OTLP_HEADERS, Map.of()),
                reader.readOr(SAMPLE, 0.0),
                reader.readOr(ATTRIBUTES, Map.of()));
    }

    private static Optional<URI> endpointOf(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        URI uri = URI.create(text);
        boolean plain = uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!plain || !SCHEMES.contains(uri.getScheme())) {
            throw new IllegalArgumentException("no such address");
        }
        return Optional.of(uri);
    }

    private static Map<String, String> headersOf(String text) {
        Map<String, String> headers = pairsOf(text);
        // What can't be in a field would fail each request, and be told with each failure.
        headers.forEach((name, value) -> HttpHeaders.headers().add(name, value));
        return headers;
    }

    private static Map<String, String> pairsOf(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1 || pair.substring(0, equals).isBlank()) {
                throw new IllegalArgumentException("a pair without a name");
            }
            pairs.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return pairs;
    }

    /** With the names of the header fields only. */
    @Override
    public String toString() {
        return "TracingSettings[endpoint=" + endpoint + ", headers=" + headers.keySet() + ", sample=" + sample
                + ", attributes=" + attributes + "]";
    }
}
