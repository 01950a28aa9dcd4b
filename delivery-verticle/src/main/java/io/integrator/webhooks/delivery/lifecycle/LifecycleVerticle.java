package io.integrator.webhooks.delivery.lifecycle;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.settings.KafkaSettings;
import io.integrator.webhooks.store.LifecycleStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;

/** Tells the platform on Kafka what happens to webhooks; one a process. It wires. */
public final class LifecycleVerticle extends VerticleBase {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** A batch's first send takes twice the topic's patience at most, the others side by side once more, then it is forgotten. */
    private static final Duration TURN = LifecycleTopic.PATIENCE.multipliedBy(4);

    private final KafkaSettings kafka;
    private final Pool pool;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private LifecycleTopic topic;
    private LifecyclePublisher publisher;
    private MessageConsumer<LifecycleEvent> consumer;

    /**
     * Wires one to what its process shares.
     *
     * @param clock the database's
     */
    public LifecycleVerticle(KafkaSettings kafka, Pool pool, InstantSource clock, MeterRegistry registry) {
        this.kafka = kafka;
        this.pool = pool;
        this.clock = clock;
        this.registry = registry;
    }

    @Override
    public Future<?> start() {
        topic = new LifecycleTopic(vertx, kafka);
        publisher = new LifecyclePublisher(
                vertx, new LifecycleStore(pool), topic, new LifecycleMetrics(registry, clock), INTERVAL, TURN);
        consumer = vertx.eventBus().consumer(Addresses.LIFECYCLE, news -> publisher.wake());
        publisher.start();
        return consumer.completion();
    }

    /** What isn't passed on by then is by another process, or after a start. */
    @Override
    public Future<?> stop() {
        return consumer.unregister().eventually(publisher::stop).eventually(topic::close);
    }
}
