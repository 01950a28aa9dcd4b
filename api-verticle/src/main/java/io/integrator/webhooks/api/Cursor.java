package io.integrator.webhooks.api;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where a page ends, in the form that callers carry to the next: 16 bytes of an id in base64url, opaque to them. */
final class Cursor {

    private static final int ID_BYTES = 16;

    private Cursor() {}

    /** The cursor of a page that ends with this id. */
    static String after(UUID id) {
        byte[] bytes = ByteBuffer.allocate(ID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the schemas can't tell of a request for a page. */
    static Future<List<Fault>> faults(Call call) {
        return Future.succeededFuture(call
                .optionalText("cursor")
                .filter(cursor -> read(cursor).isEmpty())
                .map(cursor -> new Fault("query/cursor", "must be the next of a page before"))
                .stream()
                .toList());
    }

    /** The id that the page before ended with; empty when the text is no cursor that we gave. */
    static Optional<UUID> read(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != ID_BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        UUID id = new UUID(buffer.getLong(), buffer.getLong());
        return Optional.of(id).filter(read -> after(read).equals(text));
    }
}
