package io.integrator.webhooks.bench.subscriber;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What has arrived of a group since a phase began.
 *
 * @param posts     requests, repeats included
 * @param repeats   those whose event the webhook had got before
 * @param latencies in microseconds from an event's scheduled time to its first arrival; of timed events
 * @param arrivals  of the same, in microseconds from the first of them to each
 */
public record Tally(long posts, long repeats, Histogram latencies, Histogram arrivals) {

    JsonObject toJson() {
        return new JsonObject()
                .put("posts", posts)
                .put("repeats", repeats)
                .put("latencies", encoded(latencies))
                .put("arrivals", encoded(arrivals));
    }

    static Tally of(JsonObject json) {
        return new Tally(
                json.getLong("posts"),
                json.getLong("repeats"),
                decoded(json.getString("latencies")),
                decoded(json.getString("arrivals")));
    }

    private static String encoded(Histogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    private static Histogram decoded(String encoded) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("what was encoded is no histogram", e);
        }
    }
}
