package io.integrator.webhooks.launcher;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Counts the spans that are to be sent, whether the queue then has room for them or not. */
final class RecordedSpans implements SpanProcessor {

    private final Counter recorded;

    RecordedSpans(MeterRegistry metrics) {
        this.recorded = CountedExporter.counter(metrics, "recorded");
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled()) {
            recorded.increment();
        }
    }
}
