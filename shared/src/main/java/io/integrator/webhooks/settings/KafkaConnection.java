package io.integrator.webhooks.settings;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the brokers are reached, by whatever kind of client.
 *
 * @param bootstrapServers brokers to start from, host:port separated by commas
 * @param tls empty for connections without TLS
 * @param login empty where brokers ask for no password
 */
public record KafkaConnection(String bootstrapServers, Optional<TlsClient> tls, Optional<KafkaLogin> login) {

    public static final Setting<String> BOOTSTRAP_SERVERS = Setting.required(
            "WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS",
            SettingType.text(),
            "brokers to start from, host:port separated by commas");

    public static final TlsSettings TLS = TlsSettings.of("WEBHOOKS_KAFKA", "Kafka");

    private static final List<Setting<?>> ALL = Stream.of(List.of(BOOTSTRAP_SERVERS), TLS.all(), KafkaLogin.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    public KafkaConnection {
        requireNonNull(tls, "tls");
        requireNonNull(login, "login");
    }

    /** Every setting of the area. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** Without TLS and without a password. */
    public static KafkaConnection plain(String bootstrapServers) {
        return new KafkaConnection(bootstrapServers, Optional.empty(), Optional.empty());
    }

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static KafkaConnection read(SettingReader reader) {
        return read(reader, reader.read(BOOTSTRAP_SERVERS));
    }

    /** The same, to brokers that are known otherwise. */
    public static KafkaConnection read(SettingReader reader, String bootstrapServers) {
        return new KafkaConnection(
                bootstrapServers, TLS.read(reader, isLoopback(bootstrapServers)), KafkaLogin.read(reader));
    }

    /** Whether what goes to the brokers can be read on the way, which is no matter on this machine's loopback. */
    public boolean isExposed() {
        return tls.isEmpty() && !isLoopback(bootstrapServers);
    }

    /** What every Kafka client is configured with, secrets included; to be added to. */
    public Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put(
                "security.protocol", (login.isPresent() ? "SASL_" : "") + (tls.isPresent() ? "SSL" : "PLAINTEXT"));
        tls.flatMap(TlsClient::authorities).ifPresent(bundle -> {
            properties.put("ssl.truststore.type", "PEM");
            properties.put("ssl.truststore.certificates", bundle.text());
        });
        tls.flatMap(TlsClient::identity).ifPresent(identity -> {
            properties.put("ssl.keystore.type", "PEM");
            properties.put(
                    "ssl.keystore.certificate.chain", identity.certificates().text());
            properties.put("ssl.keystore.key", identity.key().text());
        });
        login.ifPresent(given -> {
            properties.put("sasl.mechanism", given.mechanism().wireName());
            properties.put("sasl.jaas.config", given.jaas());
        });
        return properties;
    }

    /**
     * The same for a client that asks brokers about themselves.
     *
     * @param request how long a broker is waited for
     * @param answer  how long an answer may take in all, other brokers included
     */
    public Map<String, Object> adminProperties(Duration request, Duration answer) {
        Map<String, Object> properties = properties();
        properties.put("request.timeout.ms", (int) request.toMillis());
        properties.put("default.api.timeout.ms", (int) answer.toMillis());
        return properties;
    }

    private static boolean isLoopback(String bootstrapServers) {
        return bootstrapServers == null
                || Arrays.stream(bootstrapServers.split(",", -1))
                        .map(String::trim)
                        .allMatch(Loopback::is);
    }
}
