package io.integrator.webhooks.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.launcher.CloudEvent;
import io.integrator.webhooks.launcher.CommandException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts a load's events on Kafka, each when its schedule says. Blocks; for one thread. */
public final class EventProducer implements AutoCloseable {

    /** Of the events' data, as the figures promise it. */
    public static final int DATA_BYTES = 600;

    private static final Buffer DATA = data();

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** @param topic of domain events */
    public EventProducer(String bootstrapServers, String topic) {
        this.topic = topic;
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                // What it waited to fill a batch would be taken for the service's latency.
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.ENABLE_METRICS_PUSH_CONFIG,
                false);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Publishes events; returns when Kafka has them all.
     *
     * @param phase that their ids name
     * @param first the number of the first of them within the phase
     * @return by how much the latest of them was late: what the machine, not the service, added to latencies
     */
    public Duration publish(String phase, Cycle cycle, int first, long events, Schedule schedule) {
        long latest = 0;
        for (long i = 0; i < events; i++) {
            long due = schedule.at(i);
            awaitTurn(due);
            EventId id = new EventId(phase, Math.toIntExact(first + i), due);
            send(id, cycle.at(i));
            latest = Math.max(latest, due == 0 ? 0 : EpochMicros.now() - due);
        }
        producer.flush();
        requireNoFailure();
        return Duration.of(latest, ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }

    private void send(EventId id, Share share) {
        requireNoFailure();
        CloudEvent event = new CloudEvent(id.text(), share.type(), share.integrator(), Instant.now(), DATA);
        // Told by the callback.
        Future<RecordMetadata> unused = producer.send(event.structured(topic), (stored, failed) -> {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
        });
    }

    private void requireNoFailure() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new CommandException("Kafka did not take an event: " + failed.getMessage(), failed);
        }
    }

    private static void awaitTurn(long due) {
        for (long left = due - EpochMicros.now(); left > 0; left = due - EpochMicros.now()) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(left));
        }
    }

    private static Buffer data() {
        String head = "{\"paymentId\":\"pay_000000000000\",\"note\":\"";
        String tail = "\"}";
        String filler = "x".repeat(DATA_BYTES - head.length() - tail.length());
        return Buffer.buffer((head + filler + tail).getBytes(UTF_8));
    }
}
