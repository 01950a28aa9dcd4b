package io.integrator.webhooks.delivery.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.async.Tries;
import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.delivery.journal.RefusedDeliveries;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.settings.KafkaSettings;
import io.integrator.webhooks.tracing.TracedLine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what can't be delivered to the dead-letter topic, with the reason in the headers: records that are no domain events as
 * they were, and deliveries whose outcome the database refuses.
 */
public final class DeadLetters implements RefusedDeliveries {

    /** What a topic's dead-letter topic has on top of its name. */
    static final String SUFFIX = ".dead-letter";

    private static final String REASON = "dead-letter-reason";
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final int MAXIMUM_REQUEST_BYTES = 16 * 1024 * 1024;

    private final Vertx vertx;
    private final DeliveryMetrics metrics;
    private final String topicOfDeliveries;
    private final KafkaWriteStream<byte[], byte[]> stream;
    private boolean closed;

    public DeadLetters(Vertx vertx, KafkaSettings settings, DeliveryMetrics metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.topicOfDeliveries = settings.topics().get(0) + SUFFIX;
        Map<String, Object> configuration = settings.connection().properties();
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
    Future<Void> refuse(ConsumerRecord<byte[], RecordValue> record, String reason) {
        metrics.deadLettered();
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason)
                .log("A record can't be delivered; it goes to the dead-letter topic");
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                record.topic() + SUFFIX,
                null,
                record.key(),
                RecordValue.of(record).bytes(),
                record.headers());
        set(letter.headers(), REASON, reason);
        set(letter.headers(), "dead-letter-topic", record.topic());
        set(letter.headers(), "dead-letter-partition", Integer.toString(record.partition()));
        set(letter.headers(), "dead-letter-offset", Long.toString(record.offset()));
        return write(letter);
    }

    /** As a CloudEvent whose data is the body that the subscriber was sent. */
    @Override
    public Future<Void> take(Delivery delivery, String reason) {
        metrics.deadLettered();
        DomainEvent event = delivery.event();
        TracedLine.of(LOG.atError(), delivery.trace())
                .addKeyValue("integratorId", event.integratorId())
                .addKeyValue("webhookId", delivery.target().webhookId())
                .addKeyValue("eventId", event.id())
                .addKeyValue("reason", reason)
                .log("A delivery's outcome can't be recorded; the delivery goes to the dead-letter topic");
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                topicOfDeliveries,
                event.integratorId().getBytes(UTF_8),
                event.body().getBytes());
        set(letter.headers(), "ce_specversion", "1.0");
        set(letter.headers(), "ce_id", event.id());
        set(letter.headers(), "ce_type", event.type().wireName());
        set(letter.headers(), "ce_source", "integrator-webhooks");
        set(letter.headers(), "ce_time", event.occurredAt().toString());
        set(letter.headers(), "ce_integratorid", event.integratorId());
        set(letter.headers(), "content-type", "application/json");
        set(letter.headers(), REASON, reason);
        set(
                letter.headers(),
                "dead-letter-webhook",
                delivery.target().webhookId().toString());
        return write(letter);
    }

    /** Closes the producer; what isn't written yet is read again after a start. */
    public Future<Void> close() {
        closed = true;
        return stream.close(CLOSE_TIMEOUT.toMillis());
    }

    /** Never completes once it is closed: what isn't written is read again. */
    private Future<Void> write(ProducerRecord<byte[], byte[]> letter) {
        return Tries.untilDone(
                vertx,
                () -> closed
                        ? Promise.<Void>promise().future()
                        : stream.send(letter).<Void>mapEmpty().recover(failure -> writeWithoutValue(letter, failure)),
                failure -> {
                    warn(letter, failure);
                    return RETRY;
                });
    }

    private Future<Void> writeWithoutValue(ProducerRecord<byte[], byte[]> letter, Throwable failure) {
        if (!(failure instanceof RecordTooLargeException) || letter.value() == null) {
            return Future.failedFuture(failure);
        }
        warn(letter, failure);
        ProducerRecord<byte[], byte[]> empty =
                new ProducerRecord<>(letter.topic(), null, letter.key(), null, letter.headers());
        set(empty.headers(), "dead-letter-value", "too large for this topic and left out");
        return stream.send(empty).mapEmpty();
    }

    private static void warn(ProducerRecord<byte[], byte[]> letter, Throwable failure) {
        LOG.atWarn()
                .addKeyValue("topic", letter.topic())
                .setCause(failure)
                .log("The dead-letter topic can't be written");
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(UTF_8));
    }
}
