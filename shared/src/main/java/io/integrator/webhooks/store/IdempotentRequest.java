package io.integrator.webhooks.store;

import static java.util.Objects.requireNonNull;

import io.integrator.webhooks.domain.Webhook;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/**
 * A registration that can be asked for again without being made twice.
 *
 * @param key    the caller's name for it, its integrator's own; 1 to 255 characters
 * @param hash   of what it asks for: another request under the same key has another
 * @param answer the body of the answer, which repetitions get as well
 */
public record IdempotentRequest(String key, Buffer hash, Function<Webhook, Buffer> answer) {

    public IdempotentRequest {
        requireNonNull(key, "key");
        requireNonNull(hash, "hash");
        requireNonNull(answer, "answer");
    }

    /** By its key alone. */
    @Override
    public String toString() {
        return "IdempotentRequest[key=" + key + "]";
    }
}
