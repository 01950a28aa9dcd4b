package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.KafkaConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts records on Kafka and gives up when it can't. Blocks; for one thread. */
final class EventSender implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final KafkaConnection connection;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    EventSender(KafkaConnection connection) {
        this.connection = connection;
        this.producer = connect(connection);
    }

    private static KafkaProducer<byte[], byte[]> connect(KafkaConnection connection) {
        int patience = (int) PATIENCE.toMillis();
        Map<String, Object> settings = connection.properties();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        try {
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (RuntimeException e) {
            throw new CommandException(
                    "Kafka at " + connection.bootstrapServers() + " can't be used: " + Failures.rootMessage(e)
                            + "; --kafka takes HOST:PORT",
                    e);
        }
    }

    /**
     * Hands a record over; it is on Kafka once {@link #flush} has returned.
     *
     * @param onStored runs on another thread when Kafka has the record
     */
    void send(ProducerRecord<byte[], byte[]> message, Runnable onStored) {
        requireNoFailure();
        try {
            // Told by the callback.
            Future<RecordMetadata> unused = producer.send(message, (stored, failed) -> {
                if (failed == null) {
                    onStored.run();
                } else {
                    failure.compareAndSet(null, failed);
                }
            });
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    /** Returns when every record is on Kafka, and throws when one isn't. */
    void flush() {
        producer.flush();
        requireNoFailure();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }

    private void requireNoFailure() {
        Exception failed = failure.get();
        if (failed instanceof TimeoutException) {
            throw unreachable(failed);
        }
        if (failed != null) {
            throw refused(failed);
        }
    }

    private CommandException refused(Exception cause) {
        return cause instanceof AuthenticationException
                ? Failures.kafka(cause, connection, "--kafka")
                : new CommandException(
                        "Kafka at " + connection.bootstrapServers() + " does not take the event: "
                                + Failures.rootMessage(cause),
                        cause);
    }

    private CommandException unreachable(Exception cause) {
        return new CommandException(
                "Kafka at " + connection.bootstrapServers() + " does not answer, or lacks the topic: "
                        + Failures.rootMessage(cause),
                cause);
    }
}
