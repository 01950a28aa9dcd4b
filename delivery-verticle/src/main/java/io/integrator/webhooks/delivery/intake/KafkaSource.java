package io.integrator.webhooks.delivery.intake;

import io.integrator.webhooks.settings.KafkaSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer. Its rebalance listener runs on the consumer's own thread, which waits there for what is on its way and
 * commits before the partitions go; everything else is called from, and answers on, the event loop.
 */
final class KafkaSource {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSource.class);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration HAND_OVER_TIMEOUT = Duration.ofSeconds(5);

    /** The consumer's own is half a minute, which a stop isn't to take when the brokers are away. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(6);

    private static final int MAXIMUM_FETCH_BYTES = 4 * 1024 * 1024;
    private static final int MAXIMUM_POLL_RECORDS = 200;

    private final KafkaConsumer<byte[], RecordValue> consumer;
    private final KafkaReadStream<byte[], RecordValue> stream;
    private final Context context;
    private final Assignments assignments;
    private final List<String> topics;

    /** Told of assignments, on the event loop. */
    interface Assignments {

        /** The partitions are this worker's from now on. */
        void assigned(Set<TopicPartition> partitions);

        /** The partitions are about to go; gives the offsets to commit, once what is on its way has settled. */
        Future<Map<TopicPartition, Long>> revoked(Set<TopicPartition> partitions);

        /** The partitions are somebody else's already. */
        void lost(Set<TopicPartition> partitions);
    }

    KafkaSource(Vertx vertx, KafkaSettings settings, CloudEventReader reader, Assignments assignments) {
        this.consumer = new KafkaConsumer<>(
                configuration(settings), new ByteArrayDeserializer(), new EventDeserializer(reader));
        this.stream = io.vertx.kafka.client.consumer.KafkaConsumer.create(vertx, consumer)
                .asStream();
        this.context = vertx.getOrCreateContext();
        this.assignments = assignments;
        this.topics = settings.topics();
    }

    private static Map<String, Object> configuration(KafkaSettings settings) {
        int sessionTimeout = (int) settings.sessionTimeout().toMillis();
        Map<String, Object> configuration = settings.connection().properties();
        configuration.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        configuration.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionTimeout);
        configuration.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, sessionTimeout / 3);
        configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAXIMUM_POLL_RECORDS);
        // With the defaults, a fetch that one partition has nothing for keeps the others waiting for half a second.
        configuration.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        configuration.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MAXIMUM_FETCH_BYTES);
        configuration.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        // A topic that is deleted and made anew would be made by this consumer first, with the broker's default of
        // partitions.
        configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Commits share the consumer's thread with polls: one that hangs mustn't hold them up for a minute.
        configuration.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) COMMIT_TIMEOUT.toMillis());
        return configuration;
    }

    /** Joins the group; the polls that follow get partitions. */
    Future<Void> start() {
        consumer.subscribe(topics, new Listener());
        return stream.assignment().mapEmpty();
    }

    /** The records that have come: at once when there are any, none after {@code wait}. */
    Future<List<ConsumerRecord<byte[], RecordValue>>> poll(Duration wait) {
        return stream.poll(wait)
                .map(records ->
                        StreamSupport.stream(records.spliterator(), false).toList());
    }

    /** Lets the partitions' records wait at the broker, while polls go on. */
    Future<Void> pause(Set<TopicPartition> partitions) {
        return stream.pause(partitions);
    }

    Future<Void> resume(Set<TopicPartition> partitions) {
        return stream.resume(partitions);
    }

    Future<Void> commit(Map<TopicPartition, Long> offsets) {
        return stream.commit(withMetadata(offsets)).mapEmpty();
    }

    /** Leaves the group, after the listener has committed what is settled; fails when Kafka lets it not do so soon. */
    Future<Void> close() {
        return stream.close().timeout(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Map<TopicPartition, OffsetAndMetadata> withMetadata(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
        return committed;
    }

    /** Runs on the consumer's thread, within a poll or the close. */
    private final class Listener implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            onEventLoop(partitions, assignments::assigned);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            onEventLoop(partitions, assignments::lost);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            CompletableFuture<Map<TopicPartition, Long>> settled = new CompletableFuture<>();
            context.runOnContext(event -> assignments
                    .revoked(Set.copyOf(partitions))
                    .onSuccess(settled::complete)
                    .onFailure(settled::completeExceptionally));
            try {
                Map<TopicPartition, Long> offsets = settled.get(HAND_OVER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                consumer.commitSync(withMetadata(offsets), COMMIT_TIMEOUT);
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                LOG.atWarn()
                        .addKeyValue("partitions", partitions)
                        .setCause(e)
                        .log(
                                "Partitions went without a commit; whoever has them now reads again what is recorded already");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void onEventLoop(Collection<TopicPartition> partitions, Consumer<Set<TopicPartition>> handler) {
            Set<TopicPartition> copy = Set.copyOf(partitions);
            context.runOnContext(event -> handler.accept(copy));
        }
    }
}
