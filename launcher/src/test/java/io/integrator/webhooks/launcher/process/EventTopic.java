package io.integrator.webhooks.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.launcher.Invocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic of domain events with one group that consumes it.
 *
 * @param name  also the group's
 */
public record EventTopic(String bootstrapServers, String name) {

    private static final int PARTITIONS = 2;

    /** An empty one on the shared Kafka that nobody has consumed. */
    public static EventTopic fresh() {
        String name = "events-" + UUID.randomUUID();
        SharedBackends.get().createTopic(name, PARTITIONS);
        return new EventTopic(SharedBackends.get().bootstrapServers(), name);
    }

    /** An empty one on a Kafka that a test has to itself. */
    public static EventTopic create(String bootstrapServers, String name, int partitions) {
        return asking(bootstrapServers, admin -> {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
            return new EventTopic(bootstrapServers, name);
        });
    }

    /** Publishes an event by the command for that; gives its id. */
    public String publish(String integrator, String type) {
        Invocation invocation = Invocation.of(publishCommand(integrator, type));
        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        return invocation.out().strip();
    }

    /** The command that publishes events of an integrator here. */
    public String[] publishCommand(String integrator, String type, String... options) {
        List<String> command = new ArrayList<>(
                List.of("publish", type, "--integrator", integrator, "--kafka", bootstrapServers(), "--topic", name));
        command.addAll(List.of(options));
        return command.toArray(String[]::new);
    }

    /** Puts any text on the first partition; gives its offset. */
    public long append(String value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(name, 0, null, value.getBytes(UTF_8)))
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How many records the group has committed, over all partitions. */
    public long committed() {
        return asking(
                bootstrapServers,
                admin -> admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata().get().values().stream()
                        .mapToLong(OffsetAndMetadata::offset)
                        .sum());
    }

    /** How many records there are to be committed, over all partitions. */
    public long end() {
        return asking(bootstrapServers, admin -> {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            admin.describeTopics(List.of(name))
                    .allTopicNames()
                    .get()
                    .get(name)
                    .partitions()
                    .forEach(partition ->
                            ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        });
    }

    /** Makes Kafka forget the group and what it has committed; it must have no members. */
    public void forgetGroup() {
        asking(
                bootstrapServers,
                admin -> admin.deleteConsumerGroups(List.of(name)).all().get());
    }

    private interface Question<T> {

        T to(Admin admin) throws ExecutionException, InterruptedException;
    }

    private static <T> T asking(String bootstrapServers, Question<T> question) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return question.to(admin);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What was refused of it, as text. */
    public List<String> deadLetters() {
        TopicPartition partition = new TopicPartition(name + ".dead-letter", 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> letters = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                    letters.add(new String(letter.value(), UTF_8));
                }
            }
            return letters;
        }
    }
}
