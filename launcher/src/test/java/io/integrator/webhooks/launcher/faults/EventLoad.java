package io.integrator.webhooks.launcher.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.launcher.process.EventTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A steady stream of events. While Kafka is away they wait, and none is given up. */
final class EventLoad {

    private static final String ENVELOPE = """
            {"specversion":"1.0","id":"%s","type":"payment.completed","source":"/faults",\
            "time":"2026-11-23T10:00:00Z","integratorid":"%s","data":{"amount":12.50,"note":"%s"}}""";
    private static final String NOTE = "a payment like many others ".repeat(15);
    private static final long FOR_EVER = 600_000;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final EventTopic topic;
    private final List<String> integrators;
    private final Ledger ledger;
    private int count;

    private EventLoad(EventTopic topic, List<String> integrators, Ledger ledger) {
        this.topic = topic;
        this.integrators = integrators;
        this.ledger = ledger;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        topic.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.RETRIES_CONFIG,
                        Integer.MAX_VALUE,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Integer.MAX_VALUE,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        FOR_EVER,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        3_000,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        250L,
                        ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG,
                        250L),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Starts to produce, to the integrators in turn. */
    static EventLoad start(EventTopic topic, List<String> integrators, int eventsPerSecond, Ledger ledger) {
        EventLoad load = new EventLoad(topic, integrators, ledger);
        long period = TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
        ScheduledFuture<?> unused = load.clock.scheduleAtFixedRate(load::produceOne, 0, period, TimeUnit.NANOSECONDS);
        return load;
    }

    /** Produces nothing more; returns once all that was is acknowledged. */
    void stop() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(FOR_EVER, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("events can't be handed to the producer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the load ended", e);
        }
        producer.close();
        if (failure.get() != null) {
            throw new IllegalStateException("an event was given up", failure.get());
        }
    }

    /** Ends it without regard for what is under way; does nothing once it has ended. */
    void abandon() {
        clock.shutdownNow();
        producer.close(Duration.ZERO);
    }

    private void produceOne() {
        String integrator = integrators.get(count % integrators.size());
        String event = "event-" + ++count;
        byte[] value = ENVELOPE.formatted(event, integrator, NOTE).getBytes(UTF_8);
        ledger.announce(event, integrator);
        // A key of its own, or the producer would fill a batch for one partition before it goes on to the next: each
        // worker is to
        // have work at any moment.
        byte[] key = event.getBytes(UTF_8);
        var unused = producer.send(new ProducerRecord<>(topic.name(), key, value), (metadata, exception) -> {
            if (exception == null) {
                ledger.acknowledge(event);
            } else {
                failure.compareAndSet(null, exception);
            }
        });
    }
}
