package io.integrator.webhooks.delivery;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.domain.Trigger;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a worker counts. Labels are from closed sets only, and each series is there from the start: one that began with its first
 * count would hide that count from whoever asks for an increase, and to look it up would cost more than a signature.
 */
public final class DeliveryMetrics {

    /** Up to the deadline's default: what comes after is a timeout. */
    private static final Duration[] ATTEMPT_BUCKETS =
            seconds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15);

    /** Around what is promised of the median and the 99th percentile, and up to a backlog's hour. */
    private static final Duration[] FIRST_ATTEMPT_BUCKETS =
            seconds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3_600);

    /** By the steps of the schedule, which ends after three days and a half, to a held backlog's week. */
    private static final Duration[] OWED_BUCKETS = seconds(1, 10, 60, 600, 3_600, 21_600, 86_400, 259_200, 604_800);

    private static final Duration[] FLUSH_BUCKETS =
            seconds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30);

    private final Map<OutcomeCode, Map<Trigger, Timer>> attempts = new EnumMap<>(OutcomeCode.class);
    private final Map<DisabledReason, Counter> disabled = new EnumMap<>(DisabledReason.class);
    private final Timer succeeded;
    private final Timer failed;
    private final Timer firstAttempts;
    private final Timer owedAges;
    private final Counter givenUp;
    private final Counter recorded;
    private final Counter repeated;
    private final Counter ofUnknownIntegrators;
    private final Counter deadLetters;
    private final Counter parked;
    private final Counter madeGood;
    private final Counter cacheHits;
    private final Counter cacheMisses;
    private final Counter cacheDistrusted;
    private final Timer flushes;
    private final DistributionSummary flushRows;
    private final Counter flushFailures;
    private final Counter refused;

    public DeliveryMetrics(MeterRegistry registry) {
        for (OutcomeCode outcome : OutcomeCode.values()) {
            Map<Trigger, Timer> byTrigger = new EnumMap<>(Trigger.class);
            for (Trigger trigger : Trigger.values()) {
                byTrigger.put(trigger, attempts(outcome, trigger).register(registry));
            }
            attempts.put(outcome, byTrigger);
        }
        for (DisabledReason reason : DisabledReason.values()) {
            // The API disables by request, the service for the other reasons.
            if (reason != DisabledReason.MANUAL) {
                disabled.put(reason, disables(reason).register(registry));
            }
        }
        this.succeeded = attemptDuration("ok").register(registry);
        this.failed = attemptDuration("failed").register(registry);
        this.firstAttempts = Timer.builder("webhooks.first.attempt.delay")
                .description(
                        "from the Kafka record's timestamp to the start of the first attempt, where it was not parked")
                .serviceLevelObjectives(FIRST_ATTEMPT_BUCKETS)
                .register(registry);
        this.owedAges = Timer.builder("webhooks.owed.age")
                .description("how long ago the event of an owed delivery was taken in when the delivery is taken up")
                .serviceLevelObjectives(OWED_BUCKETS)
                .register(registry);
        this.givenUp = Counter.builder("webhooks.given.up")
                .description("deliveries given up after the last attempt of the schedule")
                .register(registry);
        this.recorded = events("recorded").register(registry);
        this.repeated = events("repeat").register(registry);
        this.ofUnknownIntegrators = events("unknown_integrator").register(registry);
        this.deadLetters = events("dead_letter").register(registry);
        this.parked = Counter.builder("webhooks.parked")
                .description("deliveries that their lane couldn't take and that were recorded as owed")
                .register(registry);
        this.madeGood = Counter.builder("webhooks.made.good")
                .description("deliveries taken up for events that were routed before a registration was heard of")
                .register(registry);
        this.cacheHits = cacheLookups("hit").register(registry);
        this.cacheMisses = cacheLookups("miss").register(registry);
        this.cacheDistrusted = cacheLookups("distrusted").register(registry);
        this.flushes = Timer.builder("webhooks.journal.flush")
                .description("transactions of the journal")
                .serviceLevelObjectives(FLUSH_BUCKETS)
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
        Duration duration = attempt.duration();
        attempts.get(attempt.outcome().code()).get(attempt.delivery().trigger()).record(duration);
        (attempt.outcome().succeeded() ? succeeded : failed).record(duration);
    }

    /**
     * The first attempt at a delivery ended, which was never owed before it.
     *
     * @param publishedAt when its event was published
     */
    public void firstAttempted(Instant publishedAt, Attempt attempt) {
        firstAttempts.record(attempt.startedAt().toEpochMilli() - publishedAt.toEpochMilli(), TimeUnit.MILLISECONDS);
    }

    /** An owed delivery was taken up, so long after its event was taken in. */
    public void takenUp(Duration age) {
        owedAges.record(age);
    }

    /** A delivery was given up. */
    public void gaveUp() {
        givenUp.increment();
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

    /** The cache of webhooks was asked for as many integrators. */
    public void lookedUp(int hits, int misses) {
        cacheHits.increment(hits);
        cacheMisses.increment(misses);
    }

    /** The cache of webhooks was passed by for as many integrators, as changes aren't heard of. */
    public void distrusted(int lookups) {
        cacheDistrusted.increment(lookups);
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

    /** The service disabled a webhook, for a reason of its own. */
    public void disabled(DisabledReason reason) {
        disabled.get(reason).increment();
    }

    private static Timer.Builder attempts(OutcomeCode outcome, Trigger trigger) {
        return Timer.builder("webhooks.attempts")
                .description("attempts, from their start to the last byte of the response")
                .tag("outcome", outcome.wireName())
                .tag("trigger", trigger.wireName());
    }

    private static Timer.Builder attemptDuration(String result) {
        return Timer.builder("webhooks.attempt.duration")
                .description("attempts, from their start to the last byte of the response, as a distribution")
                .tag("result", result)
                .serviceLevelObjectives(ATTEMPT_BUCKETS);
    }

    private static Counter.Builder disables(DisabledReason reason) {
        return Counter.builder("webhooks.disabled")
                .description("webhooks disabled by the service")
                .tag("reason", reason.wireName());
    }

    private static Counter.Builder events(String result) {
        return Counter.builder("webhooks.events")
                .description("records taken from Kafka, by what became of them")
                .tag("result", result);
    }

    private static Counter.Builder cacheLookups(String result) {
        return Counter.builder("webhooks.cache.lookups")
                .description("integrators whose webhooks were looked up in the cache")
                .tag("result", result);
    }

    private static Duration[] seconds(double... bounds) {
        return Arrays.stream(bounds)
                .mapToObj(bound -> Duration.ofNanos(Math.round(bound * 1e9)))
                .toArray(Duration[]::new);
    }
}
