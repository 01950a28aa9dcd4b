package io.integrator.webhooks.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;

/** What the events of a load carry. */
public final class EventBody {

    /** Of the events' data, where nothing else is asked for: as the figures promise it. */
    public static final int DATA_BYTES = 600;

    private static final String HEAD = "{\"paymentId\":\"pay_000000000000\",\"note\":\"";
    private static final String TAIL = "\"}";

    /** The least that a note of no characters leaves. */
    public static final int LEAST_BYTES = HEAD.length() + TAIL.length();

    private static final String DATA = data(DATA_BYTES).toString(UTF_8);

    private EventBody() {}

    /** A JSON object of exactly so many bytes, which are {@link #LEAST_BYTES} or more. */
    public static Buffer data(int bytes) {
        return Buffer.buffer((HEAD + "x".repeat(bytes - LEAST_BYTES) + TAIL).getBytes(UTF_8));
    }

    /** As long as what the service posts of an event with the usual data. */
    public static byte[] posted(String id) {
        return ("{\"id\":\"" + id
                        + "\",\"type\":\"payment.completed\",\"timestamp\":\"2026-01-01T00:00:00.000000Z\",\"data\":"
                        + DATA + "}")
                .getBytes(UTF_8);
    }
}
