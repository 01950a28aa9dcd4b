package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.bench.micro.Samples;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.TraceContext;
import io.integrator.webhooks.tracing.Tracing;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the tracing of an attempt adds to it, the export of its span left out. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TracingBenchmark {

    private static final int DATA_BYTES = 600;
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";

    /** What is traced: nothing, deliveries but not this one, or this one, recorded or not. */
    @Param({"off", "other", "unrecorded", "recorded"})
    private String traced;

    private final UUID attemptId = UUID.randomUUID();
    private final Outcome outcome = new Outcome.Answered(200, Optional.empty(), "");
    private final Destination destination =
            new Destination("https://hooks.example.com/payments", Duration.ofSeconds(5));
    private final MultiMap head = HttpHeaders.headers();
    private AttemptSpans spans;
    private Delivery delivery;

    @Setup
    public void prepare() {
        // Without somewhere to go the SDK records nothing.
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
                .build();
        Tracing tracing = new Tracing(provider.get("benchmark"));
        spans = new AttemptSpans(traced.equals("off") ? Optional.empty() : Optional.of(tracing));
        DomainEvent event = Samples.event(0, DATA_BYTES);
        DomainEvent sent = switch (traced) {
            case "unrecorded" -> event.traced(new TraceContext(PARENT + "00", ""));
            case "recorded" -> event.traced(new TraceContext(PARENT + "01", ""));
            default -> event;
        };
        delivery = Delivery.first(Samples.target(0, Set.of(EventType.PAYMENT_COMPLETED)), sent);
    }

    /** From its begin to its end. */
    @Benchmark
    public MultiMap attempt() {
        AttemptSpan span = spans.begin(delivery, attemptId);
        span.to(destination);
        span.putInto(head);
        span.end(outcome);
        return head;
    }
}
