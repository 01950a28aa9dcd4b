package io.integrator.webhooks.delivery;

import io.integrator.webhooks.delivery.intake.Intake;
import io.integrator.webhooks.delivery.journal.Journal;
import io.integrator.webhooks.delivery.routing.Targets;
import io.integrator.webhooks.delivery.sending.LaneStates;
import io.integrator.webhooks.delivery.sending.Lanes;
import io.integrator.webhooks.delivery.sending.Sender;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/** Shows how a worker is: what its event loop saw of it when it last looked, to whoever scrapes. */
final class WorkerGauges {

    private final MeterRegistry registry;
    private final String worker;
    private volatile Seen seen = new Seen(0, 0, 0, new LaneStates(0, 0, 0, 0, 0, 0), 0, 0, 0, 0, 0, false, 0);

    /**
     * What was seen.
     *
     * @param oldestUnsettled seconds
     * @param lag             NaN when it isn't known
     */
    private record Seen(
            int inFlight,
            int unrecorded,
            int connections,
            LaneStates lanes,
            int backlog,
            int unsettled,
            double oldestUnsettled,
            double lag,
            int partitions,
            boolean paused,
            long cached) {}

    /** @param worker its number among those of the process */
    WorkerGauges(MeterRegistry registry, int worker) {
        this.registry = registry;
        this.worker = Integer.toString(worker);
        gauge("webhooks.in.flight", "requests on the wire", now -> now.inFlight);
        gauge("webhooks.unrecorded", "requests whose outcome isn't durable yet", now -> now.unrecorded);
        gauge("webhooks.queued", "deliveries in memory that wait for a place", now -> now.lanes.queued());
        gauge("webhooks.connections", "connections to subscribers", now -> now.connections);
        states("webhooks.lanes", "open", now -> now.lanes.open());
        states("webhooks.lanes", "parked", now -> now.lanes.parked());
        states("webhooks.breakers", "closed", now -> now.lanes.closedBreakers());
        states("webhooks.breakers", "open", now -> now.lanes.openBreakers());
        states("webhooks.breakers", "ramping", now -> now.lanes.rampingBreakers());
        gauge("webhooks.journal.backlog.rows", "rows that are not durable yet", now -> now.backlog);
        gauge("webhooks.unsettled.records", "records taken and not settled", now -> now.unsettled);
        gauge("webhooks.oldest.unsettled.seconds", "age of the oldest of those records", now -> now.oldestUnsettled);
        gauge("webhooks.intake.lag.records", "records not settled up to the ends of the partitions", now -> now.lag);
        gauge("webhooks.intake.partitions", "partitions that the worker has", now -> now.partitions);
        gauge("webhooks.intake.paused", "1 while nothing more is taken", now -> now.paused ? 1 : 0);
        gauge("webhooks.cache.entries", "integrators and webhooks in the cache", now -> now.cached);
    }

    /** Looks; on the worker's event loop. */
    void look(Lanes lanes, Sender sender, Journal journal, Intake intake, Targets targets, Instant now) {
        seen = new Seen(
                lanes.inFlight(),
                lanes.unrecorded(),
                sender.connections(),
                lanes.states(),
                journal.backlog(),
                intake.unsettled(),
                intake.oldestUnsettled()
                        .map(oldest -> Duration.between(oldest, now).toMillis() / 1e3)
                        .orElse(0.0),
                intake.lag(),
                intake.partitions(),
                intake.isPaused(),
                targets.cached());
    }

    private void gauge(String name, String description, ToDoubleFunction<Seen> value) {
        Gauge.builder(name, () -> value.applyAsDouble(seen))
                .description(description)
                .tag("worker", worker)
                .register(registry);
    }

    private void states(String name, String state, ToDoubleFunction<Seen> value) {
        Gauge.builder(name, () -> value.applyAsDouble(seen))
                .description("webhooks with something in memory, by state")
                .tag("worker", worker)
                .tag("state", state)
                .register(registry);
    }
}
