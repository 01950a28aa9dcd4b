package io.integrator.webhooks.settings;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who we are to brokers that ask for a password, by SASL (RFC 4422).
 *
 * @param mechanism how the password is shown
 * @param password a secret
 */
public record KafkaLogin(Mechanism mechanism, String username, String password) {

    /** How a broker is shown that a password is known. */
    public enum Mechanism {
        /** By telling it (RFC 4616): to be had with TLS only, or to be read by whoever is on the way. */
        PLAIN("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule"),
        /** By proving it (RFC 5802). */
        SCRAM_SHA_512("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule");

        private final String wireName;
        private final String module;

        Mechanism(String wireName, String module) {
            this.wireName = wireName;
            this.module = module;
        }

        /** What brokers call it. */
        public String wireName() {
            return wireName;
        }
    }

    public static final Setting<Optional<Mechanism>> MECHANISM = Setting.of(
            "WEBHOOKS_KAFKA_SASL_MECHANISM",
            SettingType.oneOf(Map.of(
                    "none",
                    Optional.empty(),
                    Mechanism.PLAIN.wireName(),
                    Optional.of(Mechanism.PLAIN),
                    Mechanism.SCRAM_SHA_512.wireName(),
                    Optional.of(Mechanism.SCRAM_SHA_512))),
            "none",
            "how Kafka is shown the password; PLAIN tells it, and should be given only where there is TLS");

    public static final Setting<String> USERNAME = Setting.of(
            "WEBHOOKS_KAFKA_SASL_USERNAME",
            SettingType.lineOrNone(),
            "",
            "who the service is to Kafka, where WEBHOOKS_KAFKA_SASL_MECHANISM isn't none");

    public static final Setting<String> PASSWORD = Setting.optionalSecret(
            "WEBHOOKS_KAFKA_SASL_PASSWORD", SettingType.lineOrNone(), "the password of WEBHOOKS_KAFKA_SASL_USERNAME");

    static final List<Setting<?>> ALL = List.of(MECHANISM, USERNAME, PASSWORD);

    public KafkaLogin {
        requireNonNull(mechanism, "mechanism");
        requireNonNull(username, "username");
        requireNonNull(password, "password");
    }

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    static Optional<KafkaLogin> read(SettingReader reader) {
        Optional<Mechanism> mechanism = reader.readOr(MECHANISM, Optional.empty());
        String username = reader.readOr(USERNAME, "");
        String password = reader.readOr(PASSWORD, "");
        boolean complete = !username.isEmpty() && !password.isEmpty();
        boolean nothing = username.isEmpty() && password.isEmpty();
        if (mechanism.isPresent() ? !complete : !nothing) {
            reader.fault("%s, %s and %s need each other; give a mechanism with both, or none of them"
                    .formatted(MECHANISM.name(), USERNAME.name(), PASSWORD.name()));
        }
        return mechanism.map(chosen -> new KafkaLogin(chosen, username, password));
    }

    /** In the syntax of a JAAS configuration (javax.security.auth.login.Configuration), whose strings escape as Java's do. */
    String jaas() {
        return "%s required username=\"%s\" password=\"%s\";"
                .formatted(mechanism.module, escaped(username), escaped(password));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return username + " by " + mechanism.wireName();
    }
}
