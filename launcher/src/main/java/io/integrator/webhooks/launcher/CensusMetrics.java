package io.integrator.webhooks.launcher;

import io.integrator.webhooks.store.Census;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Shows the last census, and nothing when there is none: a number that is of another time would be believed, and two processes that
 * tell the same are counted twice. Of one event loop, but for the gauges' readers.
 */
final class CensusMetrics {

    private final MeterRegistry registry;
    private final Timer taken;
    private final Counter failed;
    private final List<Meter> shown = new ArrayList<>();
    private volatile Census last;

    CensusMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.taken = Timer.builder("webhooks.census")
                .description("how long the whole system's counts took")
                .register(registry);
        this.failed = Counter.builder("webhooks.census.failures")
                .description("counts of the whole system that failed")
                .register(registry);
    }

    /** This process has taken it. */
    void taken(Census census, Duration duration) {
        taken.record(duration);
        last = census;
        if (shown.isEmpty()) {
            owed("waiting", Census::waiting);
            owed("held", Census::held);
            show(
                    "webhooks.oldest.owed.seconds",
                    "age of the oldest owed delivery that isn't held",
                    now -> seconds(now.oldestOwed()));
            show(
                    "webhooks.oldest.held.seconds",
                    "age of the oldest delivery that is held",
                    now -> seconds(now.oldestHeld()));
            show(
                    "webhooks.overdue.seconds",
                    "for how long the most overdue lane has been due",
                    now -> seconds(now.overdue()));
            registered("enabled", Census.Webhooks::enabled);
            registered("failing", Census.Webhooks::failing);
            registered("disabled_failures", Census.Webhooks::disabledFailures);
            registered("disabled_gone", Census.Webhooks::disabledGone);
            registered("disabled_manual", Census.Webhooks::disabledManual);
        }
    }

    /** It couldn't be taken. */
    void failed() {
        failed.increment();
        hide();
    }

    /** Another process takes it. */
    void hide() {
        shown.forEach(registry::remove);
        shown.clear();
    }

    private void owed(String state, ToDoubleFunction<Census> value) {
        shown.add(Gauge.builder("webhooks.owed", () -> value.applyAsDouble(last))
                .description("deliveries that are not settled")
                .tag("state", state)
                .register(registry));
    }

    private void registered(String state, ToDoubleFunction<Census.Webhooks> value) {
        shown.add(Gauge.builder("webhooks.registered", () -> value.applyAsDouble(last.webhooks()))
                .description("webhooks")
                .tag("state", state)
                .register(registry));
    }

    private void show(String name, String description, ToDoubleFunction<Census> value) {
        shown.add(Gauge.builder(name, () -> value.applyAsDouble(last))
                .description(description)
                .register(registry));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
