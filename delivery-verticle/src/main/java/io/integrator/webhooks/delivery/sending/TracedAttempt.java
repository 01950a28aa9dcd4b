package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.TraceContext;
import io.integrator.webhooks.tracing.ContextFields;
import io.integrator.webhooks.tracing.SpanAttributes;
import io.integrator.webhooks.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.vertx.core.MultiMap;

/** The span of an attempt that is traced. Everything but success is an error of it, as it is of the attempt. */
final class TracedAttempt implements AttemptSpan {

    private final Span span;

    TracedAttempt(Span span) {
        this.span = span;
    }

    @Override
    public void to(Destination destination) {
        span.setAttribute(SpanAttributes.URL_SCHEME, destination.isSecure() ? "https" : "http")
                .setAttribute(SpanAttributes.SERVER_ADDRESS, destination.host())
                .setAttribute(SpanAttributes.SERVER_PORT, (long) destination.port());
    }

    @Override
    public void putInto(MultiMap head) {
        TraceContext context = Tracing.of(span);
        head.set(ContextFields.TRACEPARENT, context.traceparent());
        if (context.tracestate().isEmpty()) {
            // One of the integrator's own would be taken for this trace's.
            head.remove(ContextFields.TRACESTATE);
        } else {
            head.set(ContextFields.TRACESTATE, context.tracestate());
        }
    }

    @Override
    public void end(Outcome outcome) {
        span.setAttribute(SpanAttributes.ATTEMPT_OUTCOME, outcome.code().wireName());
        if (outcome instanceof Outcome.Answered answered) {
            span.setAttribute(SpanAttributes.HTTP_RESPONSE_STATUS_CODE, (long) answered.status());
        }
        if (!outcome.succeeded()) {
            span.setStatus(StatusCode.ERROR).setAttribute(SpanAttributes.ERROR_TYPE, errorOf(outcome));
        }
        span.end();
    }

    /** By the conventions a status where there is one. */
    private static String errorOf(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered
                ? Integer.toString(answered.status())
                : outcome.code().wireName();
    }
}
