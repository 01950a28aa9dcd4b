package io.integrator.webhooks.launcher;

import io.integrator.webhooks.http.BoundedServer;
import io.integrator.webhooks.http.SecurityFields;
import io.integrator.webhooks.http.ServerBounds;
import io.integrator.webhooks.http.ServerHandlers;
import io.integrator.webhooks.settings.HttpSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Liveness, readiness, metrics and the loggers' levels, on a port of their own that is not for the public. */
final class ManagementServer {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int MALFORMED = 400;
    private static final int WRONG_METHOD = 405;
    private static final int TOO_LONG = 413;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;
    private static final List<Integer> REFUSALS = List.of(MALFORMED, 404, WRONG_METHOD, TOO_LONG, FAILED);

    /** Its own, so that whoever has all connections of the API has none of these. */
    private static final ServerBounds BOUNDS = new ServerBounds(64, Duration.ofSeconds(30));

    private final Vertx vertx;
    private final PrometheusMeterRegistry metrics;
    private final HealthRoutes health;

    /** @param vertx that of {@link #ownVertx} */
    ManagementServer(Vertx vertx, PrometheusMeterRegistry metrics, HealthChecks liveness, HealthChecks readiness) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.health = new HealthRoutes(liveness, readiness);
    }

    /** One event loop and few threads, and nothing of the service on them: what stands still there doesn't here. */
    static Vertx ownVertx() {
        return Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setInternalBlockingPoolSize(2));
    }

    /** Listens; gives the port. */
    Future<Integer> listen(HttpSettings settings) {
        Router router = Router.router(vertx);
        router.route().handler(ManagementServer::guardAnswer);
        health.bindTo(router);
        new LoggerRoutes(new LogLevels(vertx)).bindTo(router);
        router.get("/metrics").handler(this::scrape);
        REFUSALS.forEach(status -> router.errorHandler(status, context -> refuse(context, status)));
        Counter malformed = counter("webhooks.malformed.requests", "requests that can't be read in one way only");
        Counter refused = counter("webhooks.refused.connections", "connections over the bound");
        ServerHandlers handlers = new ServerHandlers(
                router,
                request -> {
                    malformed.increment();
                    close(request, MALFORMED);
                },
                request -> close(request, UNAVAILABLE),
                refused::increment);
        return BoundedServer.create(vertx, BOUNDS, handlers)
                .listen(settings.managementPort(), settings.managementHost())
                .map(HttpServer::actualPort);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("server", "management")
                .register(metrics);
    }

    /** Whoever asks for readiness next hears of this change. For any thread. */
    void readinessChanged() {
        health.readinessChanged();
    }

    private static void guardAnswer(RoutingContext context) {
        SecurityFields.putInto(context.response().headers());
        context.next();
    }

    /** On a worker: a scrape of many series takes longer than probes should wait. */
    private void scrape(RoutingContext context) {
        vertx.executeBlocking(() -> metrics.scrape(PROMETHEUS), false)
                .onSuccess(text ->
                        context.response().putHeader("content-type", PROMETHEUS).end(text))
                .onFailure(context::fail);
    }

    /** Without a word, where the router would send a page. */
    private static void refuse(RoutingContext context, int status) {
        if (status == FAILED) {
            LOG.atError().setCause(context.failure()).log("Failed to answer a request of management");
        }
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        guardRefusal(context.request(), status);
        context.response().end();
    }

    private static void close(HttpServerRequest request, int status) {
        guardRefusal(request, status);
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE).end();
        request.connection().close();
    }

    private static void guardRefusal(HttpServerRequest request, int status) {
        SecurityFields.putInto(request.response().headers());
        request.response().setStatusCode(status);
        if (status == WRONG_METHOD) {
            request.response()
                    .putHeader(HttpHeaders.ALLOW, request.path().startsWith(LoggerRoutes.LOGGER) ? "GET, PUT" : "GET");
        } else if (status == TOO_LONG) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            BoundedServer.endAfter(request);
        } else if (status == UNAVAILABLE) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
    }
}
