package io.integrator.webhooks.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Times every request until its answer has gone: {@code webhooks_api_requests_seconds} by operation and class of status. The
 * registry's naming adds the unit. Of one event loop.
 */
final class RequestMetrics implements PlatformHandler {

    static final String TIMER = "webhooks.api.requests";

    /** Five milliseconds are what a list is promised in; a second and more is a database that is busy, or a test's attempt. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(15)
    };

    private final MeterRegistry registry;

    /** As many as the contract has operations, times the classes of status that they answer. */
    private final Map<Series, Timer> timers = new HashMap<>();

    private record Series(String operation, int statusClass) {}

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handle(RoutingContext context) {
        Timer.Sample started = Timer.start(registry);
        context.addEndHandler(ended -> started.stop(timer(context)));
        context.next();
    }

    private Timer timer(RoutingContext context) {
        Series series = new Series(
                OperationHandler.operationIdOf(context), context.response().getStatusCode() / 100);
        return timers.computeIfAbsent(series, this::register);
    }

    private Timer register(Series series) {
        return Timer.builder(TIMER)
                .description("Requests to the API, until the answer has gone")
                .tag("operation", series.operation)
                .tag("status", series.statusClass + "xx")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
