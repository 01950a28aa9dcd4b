package io.integrator.webhooks.delivery.lifecycle;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.settings.KafkaSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic on which the platform is told what happens to webhooks. Of one event loop. */
final class LifecycleTopic {

    /** How long a send may take at most: to find out where to, and to be acknowledged. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final KafkaWriteStream<byte[], byte[]> stream;

    LifecycleTopic(Vertx vertx, KafkaSettings settings) {
        this.name = settings.lifecycleTopic();
        int patience = (int) PATIENCE.toMillis();
        Map<String, Object> configuration = settings.connection().properties();
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
        configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience / 2);
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        this.stream = KafkaProducer.create(
                        vertx,
                        new org.apache.kafka.clients.producer.KafkaProducer<>(
                                configuration, new ByteArraySerializer(), new ByteArraySerializer()))
                .asStream();
        // Each failure is told by the send's own future.
        stream.exceptionHandler(failure -> {});
    }

    /** Completes once the broker's replicas have it; fails when they don't within twice {@link #PATIENCE}. */
    Future<Void> send(LifecycleEvent event) {
        return stream.send(LifecycleRecord.of(name, event)).mapEmpty();
    }

    Future<Void> close() {
        return stream.close(PATIENCE.toMillis());
    }
}
