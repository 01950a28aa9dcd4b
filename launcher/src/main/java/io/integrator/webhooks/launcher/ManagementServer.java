package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.HttpSettings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Liveness, readiness and metrics, on a port of their own that is not for the public. */
final class ManagementServer {

    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int UNAVAILABLE = 503;

    private final Vertx vertx;
    private final PrometheusMeterRegistry metrics;
    private final HealthChecks readiness;

    ManagementServer(Vertx vertx, PrometheusMeterRegistry metrics, HealthChecks readiness) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.readiness = readiness;
    }

    /** Listens; gives the port. */
    Future<Integer> listen(HttpSettings settings) {
        Router router = Router.router(vertx);
        router.get("/health/live")
                .handler(context ->
                        context.response().putHeader("content-type", JSON).end("{\"status\":\"UP\"}"));
        router.get("/health/ready").handler(this::ready);
        router.get("/metrics").handler(this::scrape);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(settings.managementPort(), settings.managementHost())
                .map(HttpServer::actualPort);
    }

    private void ready(RoutingContext context) {
        readiness
                .checkStatus()
                .onSuccess(result -> context.response()
                        .setStatusCode(CheckResult.isUp(result) ? 200 : UNAVAILABLE)
                        .putHeader("content-type", JSON)
                        .end(result.toJson().encode()))
                .onFailure(context::fail);
    }

    /** On a worker: a scrape of many series takes longer than an event loop that delivers should stand still. */
    private void scrape(RoutingContext context) {
        vertx.executeBlocking(() -> metrics.scrape(PROMETHEUS), false)
                .onSuccess(text ->
                        context.response().putHeader("content-type", PROMETHEUS).end(text))
                .onFailure(context::fail);
    }
}
