package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import org.junit.jupiter.api.Test;

/** What readiness looks like from afar. */
class ReadinessGaugesTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    private double shown(String check) {
        return registry.get("webhooks.readiness").tag("check", check).gauge().value();
    }

    @Test
    void aCheckIsUpWhileItIsSoForEveryWorker() {
        Vertx vertx = Vertx.vertx();
        HealthChecks checks = HealthChecks.create(vertx)
                .register("postgres", promise -> promise.complete(Status.OK()))
                .register("feed", promise -> promise.complete(Status.KO()))
                .register("journal/0", promise -> promise.complete(Status.OK()))
                .register("journal/1", promise -> promise.complete(Status.KO()))
                .register("intake/0", promise -> promise.complete(Status.OK()))
                .register("intake/1", promise -> promise.complete(Status.OK()));

        new ReadinessGauges(vertx, checks, registry).start();

        await().until(() -> registry.find("webhooks.readiness").gauges().size() == 4);
        assertThat(shown("postgres")).isEqualTo(1);
        assertThat(shown("feed")).isZero();
        assertThat(shown("journal")).isZero();
        assertThat(shown("intake")).isEqualTo(1);
        vertx.close().await();
    }
}
