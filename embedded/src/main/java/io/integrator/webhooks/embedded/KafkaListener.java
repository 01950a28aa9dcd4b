package io.integrator.webhooks.embedded;

/** How clients say to a broker who they are. */
public enum KafkaListener {
    /** By a certificate. */
    MUTUAL_TLS("SSL"),
    /** By a password, PLAIN or SCRAM-SHA-512, over TLS. */
    PASSWORD_BY_TLS("SASL_SSL"),
    /** The same without TLS. */
    PASSWORD("SASL_PLAINTEXT");

    private final String protocol;

    KafkaListener(String protocol) {
        this.protocol = protocol;
    }

    /** What Kafka calls it. */
    String protocol() {
        return protocol;
    }
}
