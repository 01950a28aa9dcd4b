package io.integrator.webhooks.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.time.Instant;

/** The form of what subscribers receive: {@code {"id", "type", "timestamp", "data"}}. */
public final class EventBody {

    private EventBody() {}

    /**
     * The bytes that are sent and signed on every attempt.
     *
     * @param data a JSON object; its bytes are kept
     */
    public static Buffer of(String id, SentType type, Instant time, Buffer data) {
        byte[] head = ("{\"id\":" + quoted(id) + ",\"type\":\"" + type.wireName() + "\",\"timestamp\":\"" + time
                        + "\",\"data\":")
                .getBytes(UTF_8);
        return Buffer.buffer(head.length + data.length() + 1)
                .appendBytes(head)
                .appendBuffer(data)
                .appendByte((byte) '}');
    }

    /** As JSON; ids that need no escape, which nearly all are, are spared a generator. */
    private static String quoted(String id) {
        for (int i = 0; i < id.length(); i++) {
            char character = id.charAt(i);
            if (character < ' ' || character > '~' || character == '"' || character == '\\') {
                return Json.encode(id);
            }
        }
        return '"' + id + '"';
    }
}
