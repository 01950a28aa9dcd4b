package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.launcher.SecuredKafka.Way;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.SettingReader;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that the service has to do with Kafka is done with brokers that want to know who it is, and that it has verified. */
class SecuredKafkaTest {

    private static final byte[] KEY = new byte[32];
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private static Path directory;

    private static SecuredKafka kafka;

    @BeforeAll
    static void startKafka() throws IOException {
        kafka = new SecuredKafka(directory);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
        VERTX.close().await();
    }

    private static Stream<Way> servingWays() {
        return Stream.of(kafka.byCertificate(), kafka.byPassword("SCRAM-SHA-512"));
    }

    private static Stream<Way> otherWays() {
        return Stream.of(
                kafka.byPassword("PLAIN"),
                kafka.byPasswordWithoutTls("SCRAM-SHA-512"),
                kafka.byPasswordWithoutTls("PLAIN"));
    }

    @ParameterizedTest
    @MethodSource("servingWays")
    void eventsAreTakenInDeadLettersWrittenAndTheLifecycleTold(Way way) throws Exception {
        String name = "secured" + way.what().replaceAll("[^a-zA-Z]", "").toLowerCase(Locale.ROOT);
        Map<String, String> texts = serviceTexts(name, way);
        kafka.createTopic(name);
        RunningService running = RunningService.start(ServiceSettings.read(texts, EnumSet.of(Role.DELIVERY)));
        Pool pool = Database.pool(VERTX, PostgresSettings.read(new SettingReader(texts)));

        try {
            register(pool);
            Invocation published = publish(name, way);
            writeNonsense(name);

            assertThat(published.exitCode()).as(published.err()).isZero();
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            pool.query("select from attempt").execute().await().size() > 0);
            assertThat(values(name + ".dead-letter")).containsExactly("nonsense");
            assertThat(values(name + ".lifecycle"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("registered");
        } finally {
            running.stop();
            pool.close().await();
        }
    }

    @ParameterizedTest
    @MethodSource("otherWays")
    void eventsArePublishedInOtherWaysToo(Way way) throws IOException {
        kafka.createTopic("published");

        Invocation published = publish("published", way);

        assertThat(published.exitCode()).as(published.err()).isZero();
    }

    /** @param setting what whoever starts the process is told to look at */
    private record Refusal(Way way, String setting) {

        @Override
        public String toString() {
            return way.toString();
        }
    }

    private static Stream<Refusal> refusals() {
        Way scram = kafka.byPassword("SCRAM-SHA-512");
        return Stream.of(
                new Refusal(
                        scram.but("a wrong password", "WEBHOOKS_KAFKA_SASL_PASSWORD", "hush-hush"),
                        "WEBHOOKS_KAFKA_SASL_PASSWORD"),
                new Refusal(
                        kafka.byPassword("PLAIN")
                                .but("a wrong password, told", "WEBHOOKS_KAFKA_SASL_PASSWORD", "hush-hush"),
                        "WEBHOOKS_KAFKA_SASL_PASSWORD"),
                new Refusal(
                        scram.but(
                                "a broker of another name",
                                "WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS",
                                scram.settings()
                                        .get("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS")
                                        .replace("127.0.0.1", "localhost")),
                        "see that the host is named as in its certificate"),
                new Refusal(
                        scram.but(
                                "a broker of another authority",
                                "WEBHOOKS_KAFKA_CA_BUNDLE",
                                kafka.bundleOfStranger().toString()),
                        "WEBHOOKS_KAFKA_CA_BUNDLE"),
                new Refusal(
                        scram.but("a broker of none of the JDK's authorities", "WEBHOOKS_KAFKA_CA_BUNDLE", null)
                                .but("a broker of none of the JDK's", "WEBHOOKS_KAFKA_TLS", "verify-full"),
                        "WEBHOOKS_KAFKA_CA_BUNDLE"),
                new Refusal(
                        kafka.byCertificate()
                                .but("no certificate", "WEBHOOKS_KAFKA_CLIENT_CERTIFICATE", null)
                                .but("no certificate", "WEBHOOKS_KAFKA_CLIENT_KEY", null),
                        "WEBHOOKS_KAFKA_CLIENT_CERTIFICATE"),
                new Refusal(
                        kafka.byCertificate()
                                .but(
                                        "a certificate of another authority",
                                        "WEBHOOKS_KAFKA_CLIENT_CERTIFICATE",
                                        kafka.stranger().certificate().toString())
                                .but(
                                        "a certificate of another authority",
                                        "WEBHOOKS_KAFKA_CLIENT_KEY",
                                        kafka.stranger().key().toString()),
                        "WEBHOOKS_KAFKA_CLIENT_CERTIFICATE"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aStartWithoutTrustFailsAndSaysWhatToLookAt(Refusal refusal) {
        ServiceSettings settings =
                ServiceSettings.read(serviceTexts("refused", refusal.way()), EnumSet.of(Role.DELIVERY));

        assertThatThrownBy(() -> RunningService.start(settings))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("Kafka at ")
                .hasMessageContaining(refusal.setting())
                .hasMessageNotContaining(SecuredKafka.PASSWORD);
    }

    private static Map<String, String> serviceTexts(String name, Way way) {
        Map<String, String> texts = new HashMap<>(way.settings());
        texts.put("WEBHOOKS_POSTGRES_URI", SharedBackends.get().createDatabase(name));
        texts.put("WEBHOOKS_SECRETS_KEY", "k:" + Base64.getEncoder().encodeToString(KEY));
        texts.put("WEBHOOKS_MANAGEMENT_PORT", "0");
        texts.put("WEBHOOKS_KAFKA_TOPICS", name);
        texts.put("WEBHOOKS_KAFKA_LIFECYCLE_TOPIC", name + ".lifecycle");
        texts.put("WEBHOOKS_KAFKA_GROUP", name);
        texts.put("WEBHOOKS_EGRESS_ALLOW", "127.0.0.0/8");
        texts.put("WEBHOOKS_EGRESS_ALLOW_HTTP", "true");
        return texts;
    }

    private static void register(Pool pool) {
        new IntegratorStore(pool).add("acme").await();
        new WebhookStore(pool, new SecretCipher(Map.of("k", KEY)), new TimeOrderedIds(InstantSource.system()), 10)
                .create("acme", "http://127.0.0.1:1/", List.of(EventType.PAYMENT_COMPLETED))
                .await();
    }

    private static Invocation publish(String topic, Way way) throws IOException {
        Map<String, String> texts = new HashMap<>(way.settings());
        String brokers = texts.remove("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS");
        Path config = Files.writeString(
                directory.resolve("publish.properties"),
                texts.entrySet().stream()
                        .map(text -> text.getKey() + "=" + text.getValue())
                        .collect(Collectors.joining("\n")));
        return Invocation.of(
                "publish", "payment.completed", "--kafka", brokers, "--topic", topic, "--config", config.toString());
    }

    private static void writeNonsense(String topic) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, "nonsense".getBytes(UTF_8)))
                    .get();
        }
    }

    /** What is on a topic, once something is. */
    private static List<String> values(String topic) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            await().pollInSameThread().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(new String(record.value(), UTF_8)));
                return !values.isEmpty();
            });
        }
        return values;
    }
}
