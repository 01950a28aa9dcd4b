package io.integrator.webhooks.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The span that something goes on from, as W3C Trace Context writes it: only what came from a well-formed context is one.
 *
 * @param traceparent {@code 00-<trace id>-<span id>-<flags>}
 * @param tracestate  what tracing systems keep there, at most 512 characters of visible ASCII and spaces; empty for nothing
 */
public record TraceContext(String traceparent, String tracestate) {

    private static final Pattern TRACEPARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern TRACESTATE = Pattern.compile("[ -~]{0,512}");
    private static final int TRACEPARENT_LENGTH = 55;
    private static final int TRACE_ID_START = 3;
    private static final int TRACE_ID_END = 35;

    public TraceContext {
        requireNonNull(traceparent, "traceparent");
        requireNonNull(tracestate, "tracestate");
        if (!TRACEPARENT.matcher(traceparent).matches()) {
            throw new IllegalArgumentException("the traceparent is malformed");
        }
        if (!TRACESTATE.matcher(tracestate).matches()) {
            throw new IllegalArgumentException("the tracestate is malformed");
        }
    }

    /** The trace's id, 32 hexadecimal digits: what logs call {@code traceId}. */
    public String traceId() {
        return traceparent.substring(TRACE_ID_START, TRACE_ID_END);
    }

    /** As one text, for a column. */
    public String text() {
        return tracestate.isEmpty() ? traceparent : traceparent + ' ' + tracestate;
    }

    /** What {@link #text} made; empty for null, and for what it can't have made. */
    public static Optional<TraceContext> ofText(String text) {
        if (text == null || text.length() < TRACEPARENT_LENGTH) {
            return Optional.empty();
        }
        try {
            String rest = text.substring(TRACEPARENT_LENGTH);
            return Optional.of(new TraceContext(text.substring(0, TRACEPARENT_LENGTH), rest.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
