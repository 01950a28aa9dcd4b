package io.integrator.webhooks.api;

import io.integrator.webhooks.domain.TraceContext;
import io.integrator.webhooks.tracing.ContextFields;
import io.integrator.webhooks.tracing.SpanAttributes;
import io.integrator.webhooks.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A span for each request until its answer has gone, which goes on from the request's own context or begins a trace. */
final class RequestSpans implements PlatformHandler {

    private static final String CONTEXT = "traceContext";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** By the conventions, for a method that anybody may have made up. */
    private static final String OTHER_METHOD = "_OTHER";

    private static final String OTHER_NAME = "HTTP";
    private static final int SERVER_ERROR = 500;

    private final Tracing tracing;
    private final Map<String, String> routes;

    RequestSpans(Tracing tracing, OpenAPIContract contract) {
        this.tracing = tracing;
        this.routes = contract.operations().stream()
                .collect(Collectors.toUnmodifiableMap(Operation::getOperationId, Operation::getOpenAPIPath));
    }

    /** What goes on from a request goes on from there; empty when it isn't traced. */
    static Optional<TraceContext> contextOf(RoutingContext context) {
        return Optional.ofNullable(context.get(CONTEXT));
    }

    @Override
    public void handle(RoutingContext context) {
        String method = context.request().method().name();
        String known = METHODS.contains(method) ? method : OTHER_NAME;
        tracing.begin(known, SpanKind.SERVER, read(context.request())).ifPresent(span -> {
            context.put(CONTEXT, Tracing.of(span));
            context.addEndHandler(ended -> end(span, context, known));
        });
        context.next();
    }

    private static Optional<TraceContext> read(HttpServerRequest request) {
        MultiMap head = request.headers();
        return ContextFields.read(head.getAll(ContextFields.TRACEPARENT), head.getAll(ContextFields.TRACESTATE));
    }

    private void end(Span span, RoutingContext context, String method) {
        int status = context.response().getStatusCode();
        String route = routes.get(OperationHandler.operationIdOf(context));
        if (route != null) {
            span.updateName(method + ' ' + route).setAttribute(SpanAttributes.HTTP_ROUTE, route);
        }
        span.setAttribute(SpanAttributes.HTTP_REQUEST_METHOD, method.equals(OTHER_NAME) ? OTHER_METHOD : method)
                .setAttribute(SpanAttributes.URL_SCHEME, "http")
                .setAttribute(SpanAttributes.HTTP_RESPONSE_STATUS_CODE, (long) status);
        if (status >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR).setAttribute(SpanAttributes.ERROR_TYPE, Integer.toString(status));
        }
        span.end();
    }
}
