package io.integrator.webhooks.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.embedded.PemIdentity;
import io.integrator.webhooks.embedded.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings of the connections to Postgres and Kafka come to. */
class TransportSettingsTest {

    @TempDir
    private static Path directory;

    private static Path bundle;
    private static PemIdentity.InFiles client;
    private static PemIdentity.InFiles another;

    @BeforeAll
    static void makeCertificates() {
        TestAuthority authority = new TestAuthority();
        bundle = authority.bundleIn(directory);
        client = authority.issue("client").writeTo(directory, "client");
        another = authority.issue("another").writeTo(directory, "another");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, auto, false",
        "127.8.9.1, auto, false",
        "localhost, auto, false",
        "[::1], auto, false",
        "db.example.com, auto, true",
        "10.0.0.1, auto, true",
        "localhost.example.com, auto, true",
        "127.0.0.1, verify-full, true",
        "db.example.com, disable, false",
    })
    void tlsIsSpokenWhereThereIsANetworkBetween(String host, String mode, boolean spoken) {
        Map<String, String> texts = Map.of(
                "WEBHOOKS_POSTGRES_URI",
                "postgresql://u:p@" + host + ":5432/d",
                "WEBHOOKS_POSTGRES_TLS",
                mode,
                "WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS",
                "localhost:9092, " + host + ":9092",
                "WEBHOOKS_KAFKA_TLS",
                mode);

        PostgresSettings postgres = postgres(texts);
        KafkaConnection kafka = kafka(texts);

        assertThat(postgres.tls().isPresent()).isEqualTo(spoken);
        assertThat(kafka.tls().isPresent()).isEqualTo(spoken);
        assertThat(kafka.properties()).containsEntry("security.protocol", spoken ? "SSL" : "PLAINTEXT");
        assertThat(postgres.isExposed()).isEqualTo(mode.equals("disable"));
        assertThat(kafka.isExposed()).isEqualTo(mode.equals("disable"));
    }

    @Test
    void whatIsSaidOfTlsMeansThatItIsSpoken() {
        Map<String, String> texts = uri("postgresql://u:p@127.0.0.1/d");
        texts.put("WEBHOOKS_POSTGRES_CA_BUNDLE", bundle.toString());
        texts.put("WEBHOOKS_POSTGRES_CLIENT_CERTIFICATE", client.certificate().toString());
        texts.put("WEBHOOKS_POSTGRES_CLIENT_KEY", client.key().toString());

        TlsClient tls = postgres(texts).tls().orElseThrow();

        assertThat(tls.authorities()).map(PemFile::path).contains(bundle);
        assertThat(tls.identity()).map(ClientIdentity::isPair).contains(true);
        assertThat(tls.toString()).doesNotContain("BEGIN");
    }

    @Test
    void whatContradictsItselfIsRefusedByName() {
        Map<String, String> texts = uri("postgresql://u:p@db.example.com/d");
        texts.put("WEBHOOKS_POSTGRES_TLS", "disable");
        texts.put("WEBHOOKS_POSTGRES_CA_BUNDLE", bundle.toString());
        texts.put("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "kafka.example.com:9093");
        texts.put("WEBHOOKS_KAFKA_CLIENT_CERTIFICATE", client.certificate().toString());
        texts.put("WEBHOOKS_KAFKA_SASL_MECHANISM", "PLAIN");
        texts.put("WEBHOOKS_KAFKA_SASL_USERNAME", "webhooks");

        assertThatThrownBy(() -> postgres(texts))
                .hasMessageContaining("WEBHOOKS_POSTGRES_TLS is disable")
                .hasMessageContaining("WEBHOOKS_POSTGRES_CA_BUNDLE");
        assertThatThrownBy(() -> kafka(texts))
                .hasMessageContaining("WEBHOOKS_KAFKA_CLIENT_KEY need each other")
                .hasMessageContaining("WEBHOOKS_KAFKA_SASL_PASSWORD need each other");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        Map<String, String> texts = uri("postgresql://u:p@db.example.com/d");
        texts.put("WEBHOOKS_POSTGRES_CLIENT_CERTIFICATE", client.certificate().toString());
        texts.put("WEBHOOKS_POSTGRES_CLIENT_KEY", another.key().toString());

        assertThatThrownBy(() -> postgres(texts))
                .hasMessageContaining("WEBHOOKS_POSTGRES_CLIENT_KEY is not the key of")
                .hasMessageContaining("WEBHOOKS_POSTGRES_CLIENT_CERTIFICATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS", "CA_BUNDLE", "CLIENT_CERTIFICATE", "CLIENT_KEY", "SASL_MECHANISM"})
    void whatIsMalformedIsNamedWithTheFormThatIsAccepted(String name) throws IOException {
        Path nonsense = Files.writeString(directory.resolve("nonsense"), "hush");
        Map<String, String> texts = new HashMap<>();
        texts.put("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "kafka.example.com:9093");
        texts.put("WEBHOOKS_KAFKA_" + name, nonsense.toString());

        assertThatThrownBy(() -> kafka(texts))
                .hasMessageContaining("WEBHOOKS_KAFKA_" + name + " is '" + nonsense)
                .hasMessageContaining("; give ")
                .hasMessageNotContaining("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:hush@h/d?sslmode=require",
                "postgresql://u:hush@h/d?SSLMODE=disable",
                "postgresql://u:hush@h/d?application_name=a&sslrootcert=/ca.pem",
                "postgresql://u:hush@127.0.0.1/d?host=db.example.com",
                "postgresql://u:hush+hush@h/d",
                "postgresql://u:hush:hush@h/d",
                "postgresql://u:hush@h:port/d",
                "jdbc:postgresql://u:hush@h/d",
            })
    void aDatabaseThatTheTwoClientsWouldTakeDifferentlyIsRefusedWithoutShowingItsPassword(String text) {
        assertThatThrownBy(() -> postgres(uri(text)))
                .hasMessageContaining("WEBHOOKS_POSTGRES_URI is malformed")
                .hasMessageContaining("WEBHOOKS_POSTGRES_TLS")
                .hasMessageNotContaining("hush");
    }

    @Test
    void passwordsAreNotShown() {
        Map<String, String> texts = uri("postgresql://u:hush@127.0.0.1/d");
        texts.put("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092");
        texts.put("WEBHOOKS_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
        texts.put("WEBHOOKS_KAFKA_SASL_USERNAME", "webhooks");
        texts.put("WEBHOOKS_KAFKA_SASL_PASSWORD", "hush\"\\");

        KafkaConnection kafka = kafka(texts);

        assertThat(kafka.toString()).contains("webhooks").doesNotContain("hush");
        assertThat(postgres(texts).toString()).doesNotContain("hush");
        assertThat(kafka.properties())
                .containsEntry("security.protocol", "SASL_PLAINTEXT")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"webhooks\" password=\"hush\\\"\\\\\";");
    }

    private static Map<String, String> uri(String uri) {
        Map<String, String> texts = new HashMap<>();
        texts.put("WEBHOOKS_POSTGRES_URI", uri);
        return texts;
    }

    private static PostgresSettings postgres(Map<String, String> texts) {
        SettingReader reader = new SettingReader(texts);
        PostgresSettings settings = PostgresSettings.read(reader);
        reader.requireNoFaults();
        return settings;
    }

    private static KafkaConnection kafka(Map<String, String> texts) {
        SettingReader reader = new SettingReader(texts);
        KafkaConnection connection = KafkaConnection.read(reader);
        reader.requireNoFaults();
        return connection;
    }
}
