package io.integrator.webhooks.delivery;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of domain events on the shared Kafka, with the group of the same name that consumes it. */
final class EventTopic implements AutoCloseable {

    static final int PARTITIONS = 4;

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final AtomicInteger TRANSACTIONS = new AtomicInteger();

    private final String name;
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", Platform.BACKENDS.bootstrapServers()));
    private final Producer<byte[], byte[]> producer = producer(Map.of());

    EventTopic(String name) {
        this.name = name;
        create();
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> configuration = new TreeMap<>(more);
        configuration.put("bootstrap.servers", Platform.BACKENDS.bootstrapServers());
        configuration.put("acks", "all");
        return new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    String name() {
        return name;
    }

    /** Creates it; returns when it can be written to. */
    void create() {
        Platform.BACKENDS.createTopic(name, PARTITIONS);
    }

    /** Deletes it with all that is in it. */
    void delete() {
        done(admin.deleteTopics(List.of(name)).all());
    }

    boolean exists() {
        return done(admin.listTopics().names()).contains(name);
    }

    void configure(Map<String, String> settings) {
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(setting -> new AlterConfigOp(new ConfigEntry(setting.getKey(), setting.getValue()), OpType.SET))
                .toList();
        done(admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, name), changes))
                .all());
    }

    /** Puts a record on the topic; returns its offset when the broker has it. */
    long send(ProducerRecord<byte[], byte[]> event) {
        return acknowledged(producer.send(event)).offset();
    }

    private static RecordMetadata acknowledged(Future<RecordMetadata> sent) {
        try {
            return sent.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the record could not be produced", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Begins a transaction of a producer of its own, which ends with it. */
    Transaction begin() {
        return new Transaction();
    }

    /** Records that are there for all once the transaction is committed, and for nobody when it is aborted. */
    final class Transaction {

        private final Producer<byte[], byte[]> transactional =
                producer(Map.of("transactional.id", name + "-" + TRANSACTIONS.incrementAndGet()));

        private Transaction() {
            transactional.initTransactions();
            transactional.beginTransaction();
        }

        Transaction send(List<ProducerRecord<byte[], byte[]>> events) {
            events.forEach(event -> acknowledged(transactional.send(event)));
            return this;
        }

        void commit() {
            transactional.commitTransaction();
            transactional.close();
        }

        void abort() {
            transactional.abortTransaction();
            transactional.close();
        }
    }

    /** Takes the records before an offset away, as retention does. */
    void deleteBefore(int partition, long offset) {
        done(admin.deleteRecords(Map.of(of(partition), RecordsToDelete.beforeOffset(offset)))
                .all());
    }

    /** The offsets that a reader finds in a partition, aborted transactions passed over. */
    List<Long> offsets(int partition) {
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", Platform.BACKENDS.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            reader.assign(List.of(of(partition)));
            reader.seekToBeginning(List.of(of(partition)));
            long end = reader.endOffsets(List.of(of(partition))).get(of(partition));
            List<Long> offsets = new ArrayList<>();
            while (reader.position(of(partition)) < end) {
                reader.poll(Duration.ofMillis(100)).forEach(found -> offsets.add(found.offset()));
            }
            return offsets;
        }
    }

    /** What the group has committed, by partition; a partition of which it hasn't committed anything isn't there. */
    Map<Integer, Long> committed() {
        return done(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata()).entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(toMap(
                        entry -> entry.getKey().partition(),
                        entry -> entry.getValue().offset()));
    }

    Optional<Long> committed(int partition) {
        return Optional.ofNullable(committed().get(partition));
    }

    private TopicPartition of(int partition) {
        return new TopicPartition(name, partition);
    }

    private static <T> T done(KafkaFuture<T> asked) {
        try {
            return asked.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
