package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.TraceContext;
import io.integrator.webhooks.tracing.SpanAttributes;
import io.integrator.webhooks.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Optional;
import java.util.UUID;

/**
 * A span for each attempt at a delivery that is traced, a retry hours later included: it goes on from the request that asked for
 * the delivery, or else from its event's record. Attempts begin no trace.
 */
public final class AttemptSpans {

    private static final String NAME = "POST";

    private final Optional<Tracing> tracing;

    /** @param tracing empty in a process that doesn't trace, whatever is known of deliveries */
    public AttemptSpans(Optional<Tracing> tracing) {
        this.tracing = tracing;
    }

    AttemptSpan begin(Delivery delivery, UUID attemptId) {
        if (tracing.isEmpty()) {
            return AttemptSpan.Untraced.ATTEMPT;
        }
        Optional<TraceContext> parent = delivery.trace();
        return parent.isEmpty() ? AttemptSpan.Untraced.ATTEMPT : begin(delivery, attemptId, parent.get());
    }

    private AttemptSpan begin(Delivery delivery, UUID attemptId, TraceContext parent) {
        Optional<TraceContext> cause =
                delivery.asked().isPresent() ? delivery.event().trace() : Optional.empty();
        Span span = tracing.orElseThrow().goOn(NAME, SpanKind.CLIENT, parent, cause);
        if (span.isRecording()) {
            describe(span, delivery, attemptId);
        }
        return new TracedAttempt(span);
    }

    private static void describe(Span span, Delivery delivery, UUID attemptId) {
        DomainEvent event = delivery.event();
        span.setAttribute(SpanAttributes.HTTP_REQUEST_METHOD, NAME)
                .setAttribute(SpanAttributes.INTEGRATOR_ID, event.integratorId())
                .setAttribute(
                        SpanAttributes.WEBHOOK_ID, delivery.target().webhookId().toString())
                .setAttribute(SpanAttributes.EVENT_ID, event.id())
                .setAttribute(SpanAttributes.EVENT_TYPE, event.type().wireName())
                .setAttribute(SpanAttributes.ATTEMPT_ID, attemptId.toString())
                .setAttribute(SpanAttributes.ATTEMPT_NUMBER, (long) delivery.number())
                .setAttribute(SpanAttributes.ATTEMPT_TRIGGER, delivery.trigger().wireName());
        if (delivery.number() > 1) {
            span.setAttribute(SpanAttributes.HTTP_REQUEST_RESEND_COUNT, (long) delivery.number() - 1);
        }
    }
}
