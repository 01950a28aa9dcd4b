package io.integrator.webhooks.launcher.faults;

import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.launcher.process.EventTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A member of the workers' group that takes partitions away from them, does nothing with the records, and commits nothing. */
final class IdleMember implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;

    private IdleMember(EventTopic topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, topic.bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG, topic.name(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic.name()));
    }

    /** Joins; returns once it has partitions. */
    static IdleMember join(EventTopic topic) {
        IdleMember member = new IdleMember(topic);
        await("partitions of an idle member").pollInSameThread().atMost(LIMIT).until(() -> {
            member.consumer.poll(Duration.ofMillis(50));
            return !member.consumer.assignment().isEmpty();
        });
        return member;
    }

    /** Leaves the group. */
    @Override
    public void close() {
        consumer.close();
    }
}
