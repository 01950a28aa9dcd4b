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
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts a load's events on Kafka, each when its schedule says. Blocks; for one thread. */
public final class EventProducer implements AutoCloseable {

    private final Form form;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** How an event goes onto Kafka. */
    @FunctionalInterface
    public interface Form {

        /** The record of one. */
        ProducerRecord<byte[], byte[]> of(EventId id, Share share);

        /** Domain events as the service takes them, on a topic of its, with so many bytes of data. */
        static Form domainEvents(String topic, int dataBytes) {
            Buffer data = EventBody.data(dataBytes);
            return (id, share) ->
                    new CloudEvent(id.text(), share.type(), share.integrator(), Instant.now(), data).structured(topic);
        }

        /** What is to be POSTed, as it is, by whoever does nothing else: the id as the key. */
        static Form bodies(String topic) {
            return (id, share) -> new ProducerRecord<>(topic, id.text().getBytes(UTF_8), EventBody.posted(id.text()));
        }
    }

    /** @param form of its events */
    public EventProducer(String bootstrapServers, Form form) {
        this.form = form;
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
        // Told by the callback.
        Future<RecordMetadata> unused = producer.send(form.of(id, share), (stored, failed) -> {
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
}
