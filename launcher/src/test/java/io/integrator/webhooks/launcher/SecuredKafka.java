package io.integrator.webhooks.launcher;

import io.integrator.webhooks.embedded.KafkaListener;
import io.integrator.webhooks.embedded.KafkaServer;
import io.integrator.webhooks.embedded.PemIdentity;
import io.integrator.webhooks.embedded.ServerTls;
import io.integrator.webhooks.embedded.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A broker whose certificate is for its address and for no name, and the ways to reach it. */
final class SecuredKafka implements AutoCloseable {

    /** The password of the one user. */
    static final String PASSWORD = "hush";

    private static final String USER = "webhooks";

    private final Path bundle;
    private final PemIdentity.InFiles client;
    private final Path bundleOfStranger;
    private final PemIdentity.InFiles stranger;
    private final KafkaServer server;

    /** @param directory for certificates */
    SecuredKafka(Path directory) throws IOException {
        TestAuthority authority = new TestAuthority();
        TestAuthority another = new TestAuthority();
        bundle = authority.bundleIn(directory);
        client = authority.issue(USER).writeTo(directory, "client");
        bundleOfStranger = another.bundleIn(Files.createDirectory(directory.resolve("stranger")));
        stranger = another.issue(USER).writeTo(directory, "stranger");
        server = KafkaServer.secured(
                new ServerTls(authority.issue("127.0.0.1").writeTo(directory, "server"), bundle), USER, PASSWORD);
    }

    /**
     * A way to reach it.
     *
     * @param what it shows, for the name of a test
     */
    record Way(String what, Map<String, String> settings) {

        /** The same with another setting, or, where that is null, without it. */
        Way but(String other, String name, String value) {
            Map<String, String> changed = new TreeMap<>(settings);
            changed.put(name, value);
            changed.values().removeIf(each -> each == null);
            return new Way(other, changed);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    Way byCertificate() {
        return new Way(
                "a certificate",
                Map.of(
                        "WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS",
                        server.bootstrapServers(KafkaListener.MUTUAL_TLS),
                        "WEBHOOKS_KAFKA_CA_BUNDLE",
                        bundle.toString(),
                        "WEBHOOKS_KAFKA_CLIENT_CERTIFICATE",
                        client.certificate().toString(),
                        "WEBHOOKS_KAFKA_CLIENT_KEY",
                        client.key().toString()));
    }

    Way byPassword(String mechanism) {
        return new Way(
                mechanism + " by TLS",
                Map.of(
                        "WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS",
                        server.bootstrapServers(KafkaListener.PASSWORD_BY_TLS),
                        "WEBHOOKS_KAFKA_CA_BUNDLE",
                        bundle.toString(),
                        "WEBHOOKS_KAFKA_SASL_MECHANISM",
                        mechanism,
                        "WEBHOOKS_KAFKA_SASL_USERNAME",
                        USER,
                        "WEBHOOKS_KAFKA_SASL_PASSWORD",
                        PASSWORD));
    }

    Way byPasswordWithoutTls(String mechanism) {
        String what = mechanism + " without TLS";
        return byPassword(mechanism)
                .but(what, "WEBHOOKS_KAFKA_CA_BUNDLE", null)
                .but(what, "WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", server.bootstrapServers(KafkaListener.PASSWORD));
    }

    /** An authority that has nothing to do with the broker, as a bundle. */
    Path bundleOfStranger() {
        return bundleOfStranger;
    }

    /** A client that the broker's authority doesn't vouch for. */
    PemIdentity.InFiles stranger() {
        return stranger;
    }

    /** Without TLS and a password, for a look from beside. */
    String bootstrapServers() {
        return server.bootstrapServers();
    }

    void createTopic(String name) {
        server.createTopic(name, 1);
    }

    @Override
    public void close() {
        server.close();
    }
}
