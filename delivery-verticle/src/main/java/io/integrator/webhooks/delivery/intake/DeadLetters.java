package io.integrator.webhooks.delivery.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.settings.KafkaSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes records that are no domain events to the dead-letter topic of theirs, as they were, with the reason in the headers. */
final class DeadLetters {

    /** What a topic's dead-letter topic has on top of its name. */
    static final String SUFFIX = ".dead-letter";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int MAXIMUM_REQUEST_BYTES = 16 * 1024 * 1024;

    private final Vertx vertx;
    private final DeliveryMetrics metrics;
    private final KafkaWriteStream<byte[], byte[]> stream;
    private boolean closed;

    DeadLetters(Vertx vertx, KafkaSettings settings, DeliveryMetrics metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
        Map<String, Object> configuration = new HashMap<>();
        configuration.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAXIMUM_REQUEST_BYTES);
        this.stream = KafkaProducer.create(
                        vertx,
                        new org.apache.kafka.clients.producer.KafkaProducer<>(
                                configuration, new ByteArraySerializer(), new ByteArraySerializer()))
                .asStream();
        // Each failure is told by the write's own future.
        stream.exceptionHandler(failure -> {});
    }

    /** Completes once the record is on the dead-letter topic; tries until it is. */
    Future<Void> refuse(ConsumerRecord<byte[], byte[]> record, String reason) {
        metrics.deadLettered();
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason)
                .log("A record is no domain event; it goes to the dead-letter topic");
        Promise<Void> written = Promise.promise();
        write(record, reason, record.value(), written);
        return written.future();
    }

    /** Closes the producer; what isn't written yet is read again after a start. */
    Future<Void> close() {
        closed = true;
        return stream.close();
    }

    private void write(ConsumerRecord<byte[], byte[]> record, String reason, byte[] value, Promise<Void> written) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(record.topic() + SUFFIX, null, record.key(), value, record.headers());
        stamp(letter.headers(), record, reason);
        stream.send(letter).onSuccess(sent -> written.complete()).onFailure(failure -> {
            LOG.atWarn()
                    .addKeyValue("topic", letter.topic())
                    .setCause(failure)
                    .log("The dead-letter topic can't be written");
            if (failure instanceof RecordTooLargeException && value != null) {
                write(record, reason + "; its value is too large for this topic and left out", null, written);
            } else if (!closed) {
                vertx.setTimer(RETRY.toMillis(), again -> write(record, reason, value, written));
            }
        });
    }

    private static void stamp(Headers headers, ConsumerRecord<byte[], byte[]> record, String reason) {
        set(headers, "dead-letter-reason", reason);
        set(headers, "dead-letter-topic", record.topic());
        set(headers, "dead-letter-partition", Integer.toString(record.partition()));
        set(headers, "dead-letter-offset", Long.toString(record.offset()));
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(UTF_8));
    }
}
