package io.integrator.webhooks.launcher;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shows readiness as metrics, check by check: what {@code /health/ready} answers at a moment, over time. Those of several workers are
 * one, which is up while all of them are. Owned by the context that starts it, but for the gauges' readers.
 */
final class ReadinessGauges {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final HealthChecks checks;
    private final MeterRegistry registry;
    private final Map<String, Boolean> up = new ConcurrentHashMap<>();
    private boolean looking;

    ReadinessGauges(Vertx vertx, HealthChecks checks, MeterRegistry registry) {
        this.vertx = vertx;
        this.checks = checks;
        this.registry = registry;
    }

    /** Looks at once, and from then on. */
    void start() {
        vertx.setPeriodic(1, EVERY.toMillis(), due -> look());
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        checks.checkStatus().onComplete(done -> {
            looking = false;
            if (done.succeeded()) {
                done.result().getChecks().forEach(this::show);
            }
        });
    }

    private void show(CheckResult check) {
        String name = check.getId();
        if (up.put(name, CheckResult.isUp(check)) == null) {
            Gauge.builder("webhooks.readiness", () -> up.get(name) ? 1 : 0)
                    .description("1 while the check is up, 0 while it is down")
                    .tag("check", name)
                    .register(registry);
        }
    }
}
