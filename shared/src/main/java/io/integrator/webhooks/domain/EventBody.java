package io.integrator.webhooks.domain;

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
        String head = "{\"id\":" + Json.encode(id) + ",\"type\":\"" + type.wireName() + "\",\"timestamp\":\"" + time
                + "\",\"data\":";
        return Buffer.buffer(head.length() + data.length() + 1)
                .appendString(head)
                .appendBuffer(data)
                .appendByte((byte) '}');
    }
}
