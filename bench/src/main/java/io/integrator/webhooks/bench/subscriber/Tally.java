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
 * @param repeats   those whose event had arrived before
 * @param latencies in microseconds from an event's scheduled time to its first arrival; of timed events
 */
public record Tally(long posts, long repeats, Histogram latencies) {

    JsonObject toJson() {
        ByteBuffer bytes = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(bytes);
        byte[] encoded = Arrays.copyOf(bytes.array(), length);
        return new JsonObject()
                .put("posts", posts)
                .put("repeats", repeats)
                .put("latencies", Base64.getEncoder().encodeToString(encoded));
    }

    static Tally of(JsonObject json) {
        byte[] encoded = Base64.getDecoder().decode(json.getString("latencies"));
        try {
            return new Tally(
                    json.getLong("posts"),
                    json.getLong("repeats"),
                    Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0));
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("the latencies are no histogram", e);
        }
    }
}
