package io.integrator.webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.settings.KafkaSettings;
import io.integrator.webhooks.settings.SettingReader;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How far a worker is behind, by a real Kafka. */
class IntakeLagTest {

    private final String topic = "lag-" + UUID.randomUUID();
    private final TopicPartition first = new TopicPartition(topic, 0);
    private final TopicPartition second = new TopicPartition(topic, 1);
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Map<String, Object> kafka =
            Map.of("bootstrap.servers", SharedBackends.get().bootstrapServers());

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private <T> T onLoop(Callable<T> work) {
        return Future.<T>future(done -> loop.runOnContext(event -> {
                    try {
                        done.complete(work.call());
                    } catch (Exception e) {
                        done.fail(e);
                    }
                }))
                .await();
    }

    private void publish(TopicPartition partition, int records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, partition.partition(), null, new byte[1]))
                        .get();
            }
        }
    }

    private void commit(TopicPartition partition, long offset) throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.alterConsumerGroupOffsets(topic, Map.of(partition, new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    @Test
    void whatIsNotSettledIsBehindAndWhereNothingWasTakenWhatIsNotCommitted() throws Exception {
        SharedBackends.get().createTopic(topic, 2);
        publish(first, 5);
        publish(second, 3);
        commit(second, 1);
        KafkaSettings settings = KafkaSettings.read(new SettingReader(Map.of(
                "WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS",
                SharedBackends.get().bootstrapServers(),
                "WEBHOOKS_KAFKA_GROUP",
                topic)));
        Partitions partitions = new Partitions(vertx);
        IntakeLag lag = new IntakeLag(vertx, settings, partitions);
        onLoop(() -> {
            partitions.assigned(Set.of(first, second));
            partitions.track(first, 0, Instant.now()).orElseThrow().run();
            partitions.track(first, 1, Instant.now());
            lag.start();
            return null;
        });

        await().until(() -> !Double.isNaN(onLoop(lag::records)));
        double behind = onLoop(lag::records);

        assertThat(behind).isEqualTo(4 + 2);
        onLoop(lag::stop).await();
    }
}
