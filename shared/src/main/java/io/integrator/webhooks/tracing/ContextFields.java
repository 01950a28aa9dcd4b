package io.integrator.webhooks.tracing;

import io.integrator.webhooks.domain.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of W3C Trace Context in requests and records. Whatever isn't well-formed is ignored, as its section 3 says: a
 * traceparent with all of the context, a tracestate alone.
 */
public final class ContextFields {

    public static final String TRACEPARENT = "traceparent";
    public static final String TRACESTATE = "tracestate";

    /** What of either is looked at; the first version's traceparent has 55 characters, and a tracestate may be dropped from 512 on. */
    public static final int LONGEST = 512;

    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<Map<String, String>> GETTER =
            (fields, name) -> fields == null ? null : fields.get(name);

    private ContextFields() {}

    /**
     * The context that fields tell; empty when there is none, or more than one.
     *
     * @param traceparents each that there is
     * @param tracestates  each that there is, which are one list
     */
    public static Optional<TraceContext> read(List<String> traceparents, List<String> tracestates) {
        return traceparents.size() == 1 && traceparents.get(0).length() <= LONGEST
                ? of(spanContext(traceparents.get(0), String.join(",", tracestates)))
                : Optional.empty();
    }

    /** Empty when it isn't valid. */
    static Optional<TraceContext> of(SpanContext context) {
        Map<String, String> fields = new HashMap<>();
        W3C.inject(Context.root().with(Span.wrap(context)), fields, Map::put);
        String tracestate = fields.getOrDefault(TRACESTATE, "");
        return Optional.ofNullable(fields.get(TRACEPARENT))
                .map(traceparent -> new TraceContext(traceparent, tracestate.length() > LONGEST ? "" : tracestate));
    }

    /** Not valid when the traceparent isn't. */
    static SpanContext spanContext(String traceparent, String tracestate) {
        Map<String, String> fields = tracestate.isEmpty() || tracestate.length() > LONGEST
                ? Map.of(TRACEPARENT, traceparent)
                : Map.of(TRACEPARENT, traceparent, TRACESTATE, tracestate);
        return Span.fromContext(W3C.extract(Context.root(), fields, GETTER)).getSpanContext();
    }
}
