package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.TracingSettings;
import io.integrator.webhooks.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The way of a process's spans to their receiver: a bounded queue and a thread of its own, for which nobody waits. What doesn't fit
 * into the queue is dropped.
 */
final class TraceExport {

    private static final int QUEUE = 8_192;
    private static final int BATCH = 512;
    private static final Duration COLLECTED_FOR = Duration.ofSeconds(1);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);

    /** What the end of a process waits for its last spans. */
    static final Duration FLUSH_LIMIT = Duration.ofSeconds(5);

    /** The SDK logs each failure by itself, past our logs. Held here, or the JVM would forget its level. */
    private static final Logger SDK = Logger.getLogger("io.opentelemetry");

    private final SdkTracerProvider provider;
    private final Tracing tracing;

    private TraceExport(URI endpoint, TracingSettings settings, MeterRegistry metrics) {
        SDK.setLevel(Level.OFF);
        OtlpHttpSpanExporter receiver = OtlpHttpSpanExporter.builder()
                .setEndpoint(pathOfTraces(endpoint))
                .setHeaders(settings::headers)
                .setTimeout(REQUEST_LIMIT)
                .build();
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(attributesOf(settings.attributes()))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sample())))
                .addSpanProcessor(new RecordedSpans(metrics))
                .addSpanProcessor(BatchSpanProcessor.builder(new CountedExporter(receiver, metrics))
                        .setMaxQueueSize(QUEUE)
                        .setMaxExportBatchSize(BATCH)
                        .setScheduleDelay(COLLECTED_FOR)
                        .setExporterTimeout(REQUEST_LIMIT)
                        .build())
                .build();
        tracing = new Tracing(provider.tracerBuilder("io.integrator.webhooks")
                .setInstrumentationVersion(ProductVersion.get())
                .build());
    }

    /** Empty when no receiver is set: then nothing of it is there. */
    static Optional<TraceExport> of(TracingSettings settings, MeterRegistry metrics) {
        return settings.endpoint().map(endpoint -> new TraceExport(endpoint, settings, metrics));
    }

    Tracing tracing() {
        return tracing;
    }

    /** Completes once what was traced has been sent, or could not be in time; never fails. */
    Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        CompletableResultCode result = provider.shutdown();
        result.whenComplete(closed::tryComplete);
        return closed.future()
                .timeout(FLUSH_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    private static String pathOfTraces(URI endpoint) {
        String base = endpoint.toString();
        return (base.endsWith("/") ? base : base + '/') + "v1/traces";
    }

    private static Attributes attributesOf(Map<String, String> given) {
        AttributesBuilder attributes = Attributes.builder()
                .put("service.name", "integrator-webhooks")
                .put("service.version", ProductVersion.get())
                .put("service.instance.id", UUID.randomUUID().toString());
        given.forEach(attributes::put);
        return attributes.build();
    }
}
