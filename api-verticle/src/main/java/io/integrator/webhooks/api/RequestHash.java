package io.integrator.webhooks.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;

/** Tells whether two requests ask for the same: the same JSON, whatever its spacing and the order of its names. */
final class RequestHash {

    private RequestHash() {}

    /** The SHA-256 of a request's body in a form that doesn't depend on how it was written. */
    static Buffer of(JsonObject body) {
        try {
            byte[] canonical = Json.encodeToBuffer(canonical(body)).getBytes();
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had from this JDK", e);
        }
    }

    private static Object canonical(Object value) {
        if (value instanceof JsonObject object) {
            TreeMap<String, Object> sorted = new TreeMap<>();
            object.forEach(field -> sorted.put(field.getKey(), canonical(field.getValue())));
            return sorted;
        }
        return value instanceof JsonArray array
                ? array.stream().map(RequestHash::canonical).toList()
                : value;
    }
}
