package io.integrator.webhooks.tracing;

import static java.util.Objects.requireNonNull;

import io.integrator.webhooks.domain.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;

/** Begins the spans of a process that traces. Parents are always named: nothing is read from the thread. Of any thread. */
public final class Tracing {

    private final Tracer tracer;

    public Tracing(Tracer tracer) {
        this.tracer = requireNonNull(tracer, "tracer");
    }

    /**
     * Begins a span that goes on from a context, or a trace when that is empty.
     *
     * @return empty when it begins a trace that isn't sampled: there is nothing then for others to go on from
     */
    public Optional<Span> begin(String name, SpanKind kind, Optional<TraceContext> parent) {
        Context from = parent.map(Tracing::contextOf).orElseGet(Context::root);
        Span span = tracer.spanBuilder(name).setSpanKind(kind).setParent(from).startSpan();
        boolean goesOn = Span.fromContext(from).getSpanContext().isValid();
        return goesOn || span.getSpanContext().isSampled() ? Optional.of(span) : Optional.empty();
    }

    /**
     * Begins a span that goes on from a context.
     *
     * @param cause what it was brought about by besides, in another trace; empty for nothing
     */
    public Span goOn(String name, SpanKind kind, TraceContext parent, Optional<TraceContext> cause) {
        SpanBuilder span = tracer.spanBuilder(name).setSpanKind(kind).setParent(contextOf(parent));
        cause.map(Tracing::spanContextOf).ifPresent(span::addLink);
        return span.startSpan();
    }

    /** For others to go on from. */
    public static TraceContext of(Span span) {
        return ContextFields.of(span.getSpanContext()).orElseThrow();
    }

    private static SpanContext spanContextOf(TraceContext context) {
        return ContextFields.spanContext(context.traceparent(), context.tracestate());
    }

    private static Context contextOf(TraceContext context) {
        return Context.root().with(Span.wrap(spanContextOf(context)));
    }
}
