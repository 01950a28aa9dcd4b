package io.integrator.webhooks.delivery.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.TraceContext;
import io.integrator.webhooks.tracing.ContextFields;
import io.integrator.webhooks.tracing.SpanAttributes;
import io.integrator.webhooks.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Spans that go on from the headers of their records, or begin a trace. */
final class TracedRecords implements RecordSpans {

    private static final String OPERATION = "process";

    private final Tracing tracing;
    private final String group;

    TracedRecords(Tracing tracing, String group) {
        this.tracing = tracing;
        this.group = group;
    }

    @Override
    public Taken taken(Taken taken) {
        Optional<Span> begun = begin(taken.record());
        if (begun.isEmpty()) {
            return taken;
        }
        Span span = begun.get();
        DomainEvent event = taken.event();
        if (span.isRecording()) {
            span.setAttribute(SpanAttributes.INTEGRATOR_ID, event.integratorId())
                    .setAttribute(SpanAttributes.EVENT_ID, event.id())
                    .setAttribute(SpanAttributes.EVENT_TYPE, event.type().wireName());
        }
        return new Taken(taken.record(), event.traced(Tracing.of(span)), () -> {
            span.end();
            taken.settle().run();
        });
    }

    @Override
    public void refused(ConsumerRecord<?, ?> record) {
        begin(record)
                .ifPresent(span -> span.setStatus(StatusCode.ERROR)
                        .setAttribute(SpanAttributes.ERROR_TYPE, "refused")
                        .end());
    }

    private Optional<Span> begin(ConsumerRecord<?, ?> record) {
        Optional<Span> begun = tracing.begin(OPERATION + ' ' + record.topic(), SpanKind.CONSUMER, contextOf(record));
        begun.filter(Span::isRecording).ifPresent(span -> describe(span, record));
        return begun;
    }

    private void describe(Span span, ConsumerRecord<?, ?> record) {
        span.setAttribute(SpanAttributes.MESSAGING_SYSTEM, "kafka")
                .setAttribute(SpanAttributes.MESSAGING_OPERATION_NAME, OPERATION)
                .setAttribute(SpanAttributes.MESSAGING_OPERATION_TYPE, OPERATION)
                .setAttribute(SpanAttributes.MESSAGING_DESTINATION_NAME, record.topic())
                .setAttribute(SpanAttributes.MESSAGING_DESTINATION_PARTITION_ID, Integer.toString(record.partition()))
                .setAttribute(SpanAttributes.MESSAGING_CONSUMER_GROUP_NAME, group)
                .setAttribute(SpanAttributes.MESSAGING_KAFKA_OFFSET, record.offset());
    }

    private static Optional<TraceContext> contextOf(ConsumerRecord<?, ?> record) {
        return ContextFields.read(
                texts(record.headers().lastHeader(ContextFields.TRACEPARENT)),
                texts(record.headers().lastHeader(ContextFields.TRACESTATE)));
    }

    /** What is too long for either is passed over before it is copied. */
    private static List<String> texts(Header header) {
        return header == null || header.value() == null || header.value().length > ContextFields.LONGEST
                ? List.of()
                : List.of(new String(header.value(), US_ASCII));
    }
}
