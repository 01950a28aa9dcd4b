package io.integrator.webhooks.launcher;

import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /health/live} and {@code /health/ready}: 200 or 503, with each check, how it is and why. */
final class HealthRoutes {

    private static final int UP = 200;
    private static final int DOWN = 503;

    private final RecentHealth liveness;
    private final RecentHealth readiness;

    HealthRoutes(HealthChecks liveness, HealthChecks readiness) {
        this.liveness = new RecentHealth(liveness);
        this.readiness = new RecentHealth(readiness);
    }

    void bindTo(Router router) {
        router.get("/health/live").handler(context -> answer(context, liveness));
        router.get("/health/ready").handler(context -> answer(context, readiness));
    }

    /** Readiness has changed by what this process itself does. */
    void readinessChanged() {
        readiness.forget();
    }

    private static void answer(RoutingContext context, RecentHealth health) {
        health.result()
                .onSuccess(result -> context.response()
                        .setStatusCode(CheckResult.isUp(result) ? UP : DOWN)
                        .putHeader("content-type", "application/json")
                        .end(result.toJson().encode()))
                .onFailure(context::fail);
    }
}
