package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.embedded.Backends;
import io.integrator.webhooks.embedded.SharedBackends;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishTest {

    private static Backends backends;

    private String topic;

    @BeforeAll
    static void startKafka() {
        backends = SharedBackends.get();
    }

    @BeforeEach
    void createTopic() {
        topic = "events-" + UUID.randomUUID();
        backends.createTopic(topic, 1);
    }

    @Test
    void aStructuredEventHasItsAttributesAndTheDataByteForByte() {
        String data = "{ \"b\":1.0, \"a\": 12.50,\n\"c\":1e3, \"ä\":\"\\u00e4\" }";

        Invocation invocation = publish("payment.completed", "--id", "evt-1", "--data", data);

        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        assertThat(invocation.out()).isEqualTo("evt-1" + System.lineSeparator());
        ConsumerRecord<byte[], byte[]> message = records(1).get(0);
        JsonObject event = new JsonObject(new String(message.value(), UTF_8));
        assertThat(header(message, "content-type")).isEqualTo("application/cloudevents+json; charset=UTF-8");
        assertThat(event.getString("specversion")).isEqualTo("1.0");
        assertThat(event.getString("id")).isEqualTo("evt-1");
        assertThat(event.getString("type")).isEqualTo("payment.completed");
        assertThat(event.getString("source")).isNotEmpty();
        assertThat(Instant.parse(event.getString("time")))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(event.getString("integratorid")).isEqualTo("acme");
        assertThat(event.getString("datacontenttype")).isEqualTo("application/json");
        assertThat(new String(message.key(), UTF_8)).isEqualTo("acme");
        assertThat(new String(message.value(), UTF_8)).endsWith("\"data\":" + data + "}");
    }

    @Test
    void aBinaryEventHasItsAttributesInHeaders(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("data.json"), "{\"amount\": 1.00}\n");

        Invocation invocation =
                publish("account.created", "--binary", "--integrator", "globex", "--id", "evt-2", "--data", "@" + file);

        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        ConsumerRecord<byte[], byte[]> message = records(1).get(0);
        assertThat(header(message, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(message, "ce_id")).isEqualTo("evt-2");
        assertThat(header(message, "ce_type")).isEqualTo("account.created");
        assertThat(header(message, "ce_source")).isNotEmpty();
        assertThat(header(message, "ce_time")).isNotEmpty();
        assertThat(header(message, "ce_integratorid")).isEqualTo("globex");
        assertThat(header(message, "content-type")).isEqualTo("application/json");
        assertThat(message.value()).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void severalEventsHaveIdsAndDataOfTheirOwn() {
        Invocation invocation = publish("payment.created", "--count", "3", "--rate", "1000", "--id", "evt");

        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        assertThat(invocation.out().lines()).containsExactlyInAnyOrder("evt-1", "evt-2", "evt-3");
        List<JsonObject> data = records(3).stream()
                .map(message -> new JsonObject(new String(message.value(), UTF_8)).getJsonObject("data"))
                .toList();
        assertThat(data)
                .doesNotHaveDuplicates()
                .allSatisfy(each -> assertThat(each.getString("paymentId")).startsWith("pay_"));
    }

    @Test
    void idsAreFreshWhenNoneIsGiven() {
        Invocation invocation = publish("account.deleted", "--count", "2");

        assertThat(invocation.out().lines().map(UUID::fromString)).hasSize(2).doesNotHaveDuplicates();
    }

    private Invocation publish(String... args) {
        List<String> all =
                new ArrayList<>(List.of("publish", "--kafka", backends.bootstrapServers(), "--topic", topic));
        all.addAll(List.of(args));
        return Invocation.of(all.toArray(String[]::new));
    }

    private List<ConsumerRecord<byte[], byte[]>> records(int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", backends.bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            await().pollInSameThread().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
            });
        }
        assertThat(records).hasSize(count);
        return records;
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), UTF_8);
    }
}
