package io.integrator.webhooks.tracing;

import io.integrator.webhooks.domain.TraceContext;
import java.util.Optional;
import org.slf4j.spi.LoggingEventBuilder;

/** Log lines that tell which trace they belong to. */
public final class TracedLine {

    private TracedLine() {}

    /** The line with its trace's id, as far as there is one. */
    public static LoggingEventBuilder of(LoggingEventBuilder line, Optional<TraceContext> trace) {
        return trace.isPresent() ? line.addKeyValue("traceId", trace.get().traceId()) : line;
    }
}
