package io.integrator.webhooks.bench.bare;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Takes records off Kafka, POSTs their values as they are and commits what has been answered. Polls on a thread of its own
 * while the batch before is on its way; posts on one event loop.
 */
final class BareConsumer {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int BATCHES_AT_ONCE = 2;

    private final BlockingQueue<Batch> answered = new LinkedBlockingQueue<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Context context;
    private final BarePoster poster;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean stopping;
    private int inFlight;

    /** Records of one poll; of the event loop, but for its end. */
    private static final class Batch {
        private final Map<TopicPartition, OffsetAndMetadata> end = new HashMap<>();
        private int open;
    }

    private record Waiting(Batch batch, ConsumerRecord<byte[], byte[]> record) {}

    BareConsumer(Vertx vertx, BarePoster poster, String bootstrapServers, String topic) {
        this.context = vertx.getOrCreateContext();
        this.poster = poster;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "bare",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        50,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        4 * 1024 * 1024),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.thread = new Thread(this::consume, "bare-consumer");
        consumer.subscribe(List.of(topic));
        thread.start();
    }

    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    private void consume() {
        try (consumer) {
            int open = 0;
            while (!stopping) {
                if (open < BATCHES_AT_ONCE) {
                    Batch batch = new Batch();
                    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
                    consumer.poll(POLL).forEach(records::add);
                    if (!records.isEmpty()) {
                        records.forEach(record -> batch.end.put(
                                new TopicPartition(record.topic(), record.partition()),
                                new OffsetAndMetadata(record.offset() + 1)));
                        batch.open = records.size();
                        open++;
                        context.runOnContext(handed -> take(batch, records));
                    }
                }
                open -= commit(open == BATCHES_AT_ONCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (WakeupException stopped) {
            // As asked.
        }
    }

    /** Gives how many batches it committed. */
    private int commit(boolean wait) throws InterruptedException {
        int committed = 0;
        Batch batch = wait ? answered.poll(POLL.toMillis(), TimeUnit.MILLISECONDS) : answered.poll();
        while (batch != null) {
            consumer.commitAsync(batch.end, null);
            committed++;
            batch = answered.poll();
        }
        return committed;
    }

    private void take(Batch batch, List<ConsumerRecord<byte[], byte[]>> records) {
        records.forEach(record -> waiting.add(new Waiting(batch, record)));
        proceed();
    }

    private void proceed() {
        while (inFlight < BarePoster.IN_FLIGHT && !waiting.isEmpty()) {
            Waiting next = waiting.poll();
            inFlight++;
            // One that isn't answered is missed by whoever counts the arrivals.
            Future<Void> unused = poster.post(new String(next.record.key(), UTF_8), next.record.value())
                    .onComplete(done -> {
                        inFlight--;
                        next.batch.open--;
                        if (next.batch.open == 0) {
                            answered.add(next.batch);
                        }
                        proceed();
                    });
        }
    }
}
