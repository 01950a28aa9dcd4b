package io.integrator.webhooks.delivery.lifecycle;

import io.integrator.webhooks.domain.LifecycleType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is counted of the news that is passed on. */
final class LifecycleMetrics {

    private final Map<LifecycleType, Counter> published = new EnumMap<>(LifecycleType.class);
    private final InstantSource clock;
    private volatile Instant oldest;

    LifecycleMetrics(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        for (LifecycleType type : LifecycleType.values()) {
            published.put(
                    type,
                    Counter.builder("webhooks.lifecycle.published")
                            .description("lifecycle events that Kafka has acknowledged")
                            .tag("type", type.wireName())
                            .register(registry));
        }
        TimeGauge.builder("webhooks.lifecycle.waiting", this::millisWaited, TimeUnit.MILLISECONDS)
                .description("how long the oldest lifecycle event has been waiting for Kafka; 0 when none is")
                .register(registry);
    }

    void published(LifecycleType type) {
        published.get(type).increment();
    }

    /**
     * Says how long news waits.
     *
     * @param since when what waits longest came to pass; null when nothing waits
     */
    void waitingSince(Instant since) {
        oldest = since;
    }

    private long millisWaited() {
        Instant since = oldest;
        return since == null ? 0 : Math.max(0, clock.millis() - since.toEpochMilli());
    }
}
