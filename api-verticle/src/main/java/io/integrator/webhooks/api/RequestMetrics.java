package io.integrator.webhooks.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;

/**
 * Times every request until its answer has gone: {@code webhooks_api_requests_seconds} by operation and class of status. The
 * registry's naming adds the unit.
 */
final class RequestMetrics implements PlatformHandler {

    static final String TIMER = "webhooks.api.requests";

    private final MeterRegistry registry;

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
        return Timer.builder(TIMER)
                .description("Requests to the API, until the answer has gone")
                .tag("operation", OperationHandler.operationIdOf(context))
                .tag("status", context.response().getStatusCode() / 100 + "xx")
                .register(registry);
    }
}
