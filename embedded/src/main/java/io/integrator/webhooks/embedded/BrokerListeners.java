package io.integrator.webhooks.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What a broker listens on beside the port without TLS, where whoever comes has to say who it is.
 *
 * @param tls what it shows, and who may vouch for clients
 * @param user the name of the one user who may come in by a password
 * @param password that user's
 * @param ports of each listener
 */
record BrokerListeners(ServerTls tls, String user, String password, Map<KafkaListener, Integer> ports) {

    static BrokerListeners choose(ServerTls tls, String user, String password) {
        Map<KafkaListener, Integer> ports = new EnumMap<>(KafkaListener.class);
        for (KafkaListener listener : KafkaListener.values()) {
            ports.put(listener, LoopbackPort.free());
        }
        return new BrokerListeners(tls, user, password, ports);
    }

    String address(KafkaListener listener) {
        return "127.0.0.1:" + ports.get(listener);
    }

    /** For the formatting of the broker's directory. */
    List<String> scram() {
        return List.of("SCRAM-SHA-512=[name=" + user + ",password=" + password + "]");
    }

    void addTo(Properties properties) {
        String addresses = ports.keySet().stream()
                .map(listener -> "," + listener.name() + "://" + address(listener))
                .collect(Collectors.joining());
        append(properties, "listeners", addresses);
        append(properties, "advertised.listeners", addresses);
        append(
                properties,
                "listener.security.protocol.map",
                ports.keySet().stream()
                        .map(listener -> "," + listener.name() + ":" + listener.protocol())
                        .collect(Collectors.joining()));
        ports.keySet().forEach(listener -> configure(listener, properties));
    }

    private void configure(KafkaListener listener, Properties properties) {
        String prefix = "listener.name." + listener.name().toLowerCase(Locale.ROOT) + ".";
        properties.setProperty(prefix + "ssl.keystore.type", "PEM");
        properties.setProperty(
                prefix + "ssl.keystore.certificate.chain", text(tls.shown().certificate()));
        properties.setProperty(prefix + "ssl.keystore.key", text(tls.shown().key()));
        properties.setProperty(prefix + "ssl.truststore.type", "PEM");
        properties.setProperty(prefix + "ssl.truststore.certificates", text(tls.clientAuthorities()));
        if (listener == KafkaListener.MUTUAL_TLS) {
            properties.setProperty(prefix + "ssl.client.auth", "required");
            return;
        }
        properties.setProperty(prefix + "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
        properties.setProperty(
                prefix + "plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                        .formatted(user, password));
        properties.setProperty(
                prefix + "scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }

    private static void append(Properties properties, String name, String more) {
        properties.setProperty(name, properties.getProperty(name) + more);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
