package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.LifecycleNews;
import io.integrator.webhooks.domain.LifecycleType;
import io.integrator.webhooks.embedded.Backends;
import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.launcher.process.ServeSettings;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.SettingReader;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.Creation;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.LifecycleStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.store.WebhookPatch;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What the service writes to Kafka is what the document of the topics says. */
class TopicsTest {

    private static final Instant SINCE = Instant.parse("2026-11-20T10:00:00Z");
    private static final byte[] KEY = new byte[32];
    private static final JsonObject DOCUMENT = document();

    private final Backends backends = SharedBackends.get();
    private final String name = "topics" + System.nanoTime();
    private final Map<String, String> texts = new HashMap<>();
    private final Vertx vertx = Vertx.vertx();
    private RunningService running;
    private Pool pool;

    @BeforeEach
    void start() {
        texts.putAll(ServeSettings.local());
        texts.put("WEBHOOKS_POSTGRES_URI", backends.createDatabase(name));
        texts.put("WEBHOOKS_SECRETS_KEY", "k:" + Base64.getEncoder().encodeToString(KEY));
        texts.put("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", backends.bootstrapServers());
        texts.put("WEBHOOKS_KAFKA_TOPICS", name);
        texts.put("WEBHOOKS_KAFKA_LIFECYCLE_TOPIC", name + ".lifecycle");
        texts.put("WEBHOOKS_KAFKA_GROUP", name);
        backends.createTopic(name, 1);
        running = RunningService.start(ServiceSettings.read(texts, EnumSet.of(Role.DELIVERY)));
        pool = Database.pool(vertx, PostgresSettings.read(new SettingReader(texts)));
    }

    @AfterEach
    void stop() {
        running.stop();
        vertx.close().await();
    }

    @Test
    void everyLifecycleEventFitsItsSchema() {
        UUID webhook = registeredChangedDisabledEnabled();
        tell(
                LifecycleNews.failing("acme", webhook, 12, SINCE),
                LifecycleNews.disablingSoon("acme", webhook, 31, SINCE, SINCE.plusSeconds(60)),
                LifecycleNews.disabled("acme", webhook, DisabledReason.FAILURES, 44, SINCE),
                LifecycleNews.disabled("acme", webhook, DisabledReason.GONE, 0, null));
        webhooks().delete("acme", webhook).await();

        List<ConsumerRecord<byte[], byte[]>> records = records(name + ".lifecycle", 9);

        assertThat(records)
                .extracting(record -> json(record).getString("type"))
                .contains(LifecycleType.wireNames().toArray(String[]::new));
        assertThat(records)
                .allSatisfy(record -> assertFits(
                        messageOfType("webhookLifecycle", json(record).getString("type")), record, json(record)));
    }

    @Test
    void aDeadLettersHeadersFitTheirSchema() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", backends.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            assertThat(producer.send(new ProducerRecord<>(name, "{\"no\": \"event\"}".getBytes(UTF_8))))
                    .succeedsWithin(Duration.ofSeconds(20));
        }

        ConsumerRecord<byte[], byte[]> letter =
                records(name + ".dead-letter", 1).get(0);

        assertFits(pointed("/components/messages/RefusedRecord"), letter, json(letter));
    }

    private UUID registeredChangedDisabledEnabled() {
        new IntegratorStore(pool).add("acme").await();
        Creation creation = webhooks()
                .create("acme", "https://example.com/", List.of(EventType.PAYMENT_COMPLETED))
                .await();
        UUID webhook = ((Creation.Created) creation).webhook().id();
        change(webhook, new WebhookPatch(Optional.of("https://b.example/"), Optional.of(List.of()), Optional.empty()));
        change(webhook, new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(true)));
        change(webhook, new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(false)));
        return webhook;
    }

    private void change(UUID webhook, WebhookPatch patch) {
        webhooks().change("acme", webhook, patch).await();
    }

    private WebhookStore webhooks() {
        return new WebhookStore(
                pool, new SecretCipher(Map.of("k", KEY)), new TimeOrderedIds(InstantSource.system()), 10);
    }

    private void tell(LifecycleNews... news) {
        pool.withTransaction(connection -> LifecycleStore.append(connection, List.of(news)))
                .await();
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", backends.bootstrapServers(),
                        "group.id", UUID.randomUUID().toString(),
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().pollInSameThread().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= count;
            });
        }
        assertThat(records).hasSize(count);
        return records;
    }

    private static JsonObject json(ConsumerRecord<byte[], byte[]> record) {
        return new JsonObject(new String(record.value(), UTF_8));
    }

    /** The message of a channel whose example is of this type. */
    private static JsonObject messageOfType(String channel, String type) {
        return pointed("/channels/" + channel + "/messages").stream()
                .map(message -> ((JsonObject) message.getValue()).getString("$ref"))
                .map(reference -> pointed(reference.substring(1)))
                .filter(message -> message.getJsonArray("examples")
                        .getJsonObject(0)
                        .getJsonObject("payload")
                        .getString("type")
                        .equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static void assertFits(JsonObject message, ConsumerRecord<byte[], byte[]> record, JsonObject value) {
        JsonObject headers = new JsonObject();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        assertFits(message.getJsonObject("headers"), headers);
        assertFits(message.getJsonObject("payload"), value);
    }

    private static void assertFits(JsonObject schema, JsonObject value) {
        JsonObject whole = schema.copy()
                .put("components", DOCUMENT.getJsonObject("components").copy());
        JsonSchemaOptions options = new JsonSchemaOptions()
                .setBaseUri("https://topics.example.com")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic);
        assertThat(Validator.create(JsonSchema.of(whole), options)
                        .validate(value)
                        .getErrors())
                .as("faults of %s", value)
                .isNull();
    }

    private static JsonObject pointed(String pointer) {
        return (JsonObject) JsonPointer.from(pointer).queryJson(DOCUMENT);
    }

    private static JsonObject document() {
        try (InputStream yaml = TopicsTest.class.getClassLoader().getResourceAsStream("asyncapi.yaml")) {
            return new JsonObject(new Yaml().<Map<String, Object>>load(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
