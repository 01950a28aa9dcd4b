package io.integrator.webhooks.launcher;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what reaches the receiver of traces and what doesn't, and says when it begins to fail and when it is well again. */
final class CountedExporter implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(CountedExporter.class);

    private final SpanExporter exporter;
    private final Counter exported;
    private final Counter failed;
    private final AtomicBoolean failing = new AtomicBoolean();

    CountedExporter(SpanExporter exporter, MeterRegistry metrics) {
        this.exporter = exporter;
        this.exported = counter(metrics, "exported");
        this.failed = counter(metrics, "failed");
    }

    /** How many spans got so far: recorded, and then exported or failed; others wait, or were dropped. */
    static Counter counter(MeterRegistry metrics, String step) {
        return Counter.builder("webhooks.tracing.spans")
                .description("spans of what is traced here, by how far they got")
                .tag("step", step)
                .register(metrics);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            if (result.isSuccess()) {
                succeeded(count);
            } else {
                failed(count, result.getFailureThrowable());
            }
        });
    }

    private void succeeded(int count) {
        exported.increment(count);
        if (failing.compareAndSet(true, false)) {
            LOG.atInfo().log("Traces are taken again");
        }
    }

    private void failed(int count, Throwable cause) {
        failed.increment(count);
        if (failing.compareAndSet(false, true)) {
            LOG.atWarn()
                    .addKeyValue("spans", count)
                    .addKeyValue("fault", reason(cause))
                    .log("The receiver of traces doesn't take them; they are lost, and nothing else is");
        }
    }

    /** The exporter's own exception says nothing but that it is one. */
    private static String reason(Throwable failure) {
        return failure == null || failure.getCause() == null
                ? "it answers with an error"
                : failure.getCause().toString();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
