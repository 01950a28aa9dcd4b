package io.integrator.webhooks.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerTest {

    @TempDir
    static Path directory;

    private static KafkaServer server;

    @BeforeAll
    static void startOne() {
        server = KafkaServer.in(directory, 0);
    }

    @BeforeEach
    void startAgain() {
        server.start();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void recordsCommittedOffsetsAndPortSurviveARestart() throws Exception {
        server.createTopic("kept", 2);
        produce("kept", "first", "second");
        assertThat(consume("kept", 2)).containsExactly("first", "second");
        produce("kept", "third");
        int port = server.port();

        server.stop();
        server.start();

        assertThat(server.port()).isEqualTo(port);
        assertThat(consume("kept", 1)).containsExactly("third");
    }

    @Test
    void aTopicIsThereOnFirstUse() throws Exception {
        produce("unheard_of", "hello");

        assertThat(consume("unheard_of", 1)).containsExactly("hello");
    }

    @Test
    void creatingATopicAgainChangesNothing() throws Exception {
        server.createTopic("twice", 3);
        produce("twice", "before");

        server.createTopic("twice", 3);

        assertThat(consume("twice", 1)).containsExactly("before");
    }

    @Test
    void aTopicWithAnotherNumberOfPartitionsIsAnError() {
        server.createTopic("three", 3);

        assertThatThrownBy(() -> server.createTopic("three", 5))
                .isInstanceOf(BackendException.class)
                .hasMessage("The topic three exists with 3 partitions, not 5");
    }

    @Test
    void theDirectoryOfALivingServerIsRefused() {
        assertThatThrownBy(() -> KafkaServer.in(directory, 0))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void aTakenPortIsNamed(@TempDir Path another) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> KafkaServer.in(another, port))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("Kafka");
        }
    }

    private static void produce(String topic, String... values) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", server.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, "key", value)).get();
            }
        }
    }

    /** Reads in the group of the topic's name, from where that has committed to, and commits. */
    private static List<String> consume(String topic, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", server.bootstrapServers(), "group.id", topic, "auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(50)).forEach(each -> values.add(each.value()));
                return values.size() >= count;
            });
            consumer.commitSync();
        }
        return values;
    }
}
