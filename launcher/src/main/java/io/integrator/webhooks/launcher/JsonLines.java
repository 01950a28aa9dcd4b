package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.pattern.RootCauseFirstThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * Writes each event as one JSON object on a line of its own: when, how grave, from where, what, the keys and values as members of
 * their own, and the stack trace as one. Values are told by their {@code toString}, which is how those that hold a secret hide it.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {

    /** The members that every line may have; keys are none of them. */
    static final List<String> MEMBERS = List.of("timestamp", "level", "logger", "thread", "message", "stack");

    /** A line is to be shorter than the 16 KiB at which containers' runtimes cut them. */
    private static final int LONGEST_STACK = 8_000;

    private static final int LONGEST_TEXT = 2_000;
    private static final int MOST_ELEMENTS = 20;
    private static final byte[] NOTHING = {};

    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** What failed first is at the top, where it isn't cut off. */
    private final RootCauseFirstThrowableProxyConverter stacks = new RootCauseFirstThrowableProxyConverter();

    @Override
    public void start() {
        stacks.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonObject line = new JsonObject()
                .put("timestamp", TIMESTAMP.format(event.getInstant()))
                .put("level", event.getLevel().toString())
                .put("logger", event.getLoggerName())
                .put("thread", event.getThreadName())
                .put("message", clipped(event.getFormattedMessage(), LONGEST_TEXT));
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> add(line, pair));
        }
        if (event.getThrowableProxy() != null) {
            line.put("stack", clipped(stacks.convert(event), LONGEST_STACK));
        }
        return (line.encode() + "\n").getBytes(UTF_8);
    }

    private static void add(JsonObject line, KeyValuePair pair) {
        if (!MEMBERS.contains(pair.key)) {
            line.put(pair.key, told(pair.value));
        }
    }

    private static Object told(Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Collection<?> values) {
            JsonArray array = new JsonArray();
            values.stream().limit(MOST_ELEMENTS).forEach(element -> array.add(told(element)));
            return array;
        }
        return clipped(value.toString(), LONGEST_TEXT);
    }

    private static String clipped(String text, int longest) {
        return text == null || text.length() <= longest ? text : text.substring(0, longest) + "…";
    }
}
