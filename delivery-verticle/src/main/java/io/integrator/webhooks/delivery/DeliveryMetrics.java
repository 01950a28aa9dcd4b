package io.integrator.webhooks.delivery;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.domain.Trigger;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** What a worker counts. Labels are from closed sets only. */
public final class DeliveryMetrics {

    /** By outcome and trigger; to look each up in the registry would cost more than the signature. Of one event loop. */
    private final Map<OutcomeCode, Map<Trigger, Timer>> attempts = new EnumMap<>(OutcomeCode.class);

    private final MeterRegistry registry;
    private final Counter recorded;
    private final Counter repeated;
    private final Counter ofUnknownIntegrators;
    private final Counter deadLetters;
    private final Counter parked;
    private final Counter madeGood;
    private final Timer flushes;
    private final DistributionSummary flushRows;
    private final Counter flushFailures;
    private final Counter refused;

    public DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.recorded = events("recorded");
        this.repeated = events("repeat");
        this.ofUnknownIntegrators = events("unknown_integrator");
        this.deadLetters = events("dead_letter");
        this.parked = Counter.builder("webhooks.parked")
                .description("deliveries that their lane couldn't take and that were recorded as owed")
                .register(registry);
        this.madeGood = Counter.builder("webhooks.made.good")
                .description("deliveries taken up for events that were routed before a registration was heard of")
                .register(registry);
        this.flushes = Timer.builder("webhooks.journal.flush")
                .description("transactions of the journal")
                .register(registry);
        this.flushRows = DistributionSummary.builder("webhooks.journal.flush.rows")
                .description("rows of a transaction of the journal")
                .register(registry);
        this.refused = Counter.builder("webhooks.journal.refused")
                .description("entries of the journal that the database refused and that went to the dead-letter topic")
                .register(registry);
        this.flushFailures = Counter.builder("webhooks.journal.failures")
                .description("transactions of the journal that failed and were tried again")
                .register(registry);
    }

    /** An attempt ended. */
    public void attempted(Attempt attempt) {
        attempts.computeIfAbsent(attempt.outcome().code(), code -> new EnumMap<>(Trigger.class))
                .computeIfAbsent(
                        attempt.delivery().trigger(),
                        trigger -> attempts(attempt.outcome().code(), trigger))
                .record(attempt.duration());
    }

    /** An event was taken in. */
    public void recorded() {
        recorded.increment();
    }

    /** An event was one that its integrator had had within 24 hours. */
    public void repeated() {
        repeated.increment();
    }

    /** An event was of an integrator that isn't known. */
    public void ofUnknownIntegrator() {
        ofUnknownIntegrators.increment();
    }

    /** A record was refused. */
    public void deadLettered() {
        deadLetters.increment();
    }

    /** A delivery was parked. */
    public void parked() {
        parked.increment();
    }

    /** Deliveries were taken up that had been missed. */
    public void madeGood(int deliveries) {
        madeGood.increment(deliveries);
    }

    /** A transaction of the journal committed. */
    public void flushed(int rows, Duration duration) {
        flushes.record(duration);
        flushRows.record(rows);
    }

    /** A transaction of the journal failed. */
    public void flushFailed() {
        flushFailures.increment();
    }

    /** An entry of the journal was refused. */
    public void refused() {
        refused.increment();
    }

    /** A webhook was disabled. */
    public void disabled(DisabledReason reason) {
        Counter.builder("webhooks.disabled")
                .description("webhooks disabled by the service")
                .tag("reason", reason.wireName())
                .register(registry)
                .increment();
    }

    /** Shows a worker's value whenever it is asked for. */
    public void gauge(String name, String description, int worker, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .tag("worker", Integer.toString(worker))
                .register(registry);
    }

    private Timer attempts(OutcomeCode outcome, Trigger trigger) {
        return Timer.builder("webhooks.attempts")
                .description("attempts, from their start to the last byte of the response")
                .tags(Tags.of("outcome", outcome.wireName(), "trigger", trigger.wireName()))
                .register(registry);
    }

    private Counter events(String result) {
        return Counter.builder("webhooks.events")
                .description("records taken from Kafka, by what became of them")
                .tag("result", result)
                .register(registry);
    }
}
