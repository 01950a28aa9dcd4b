package io.integrator.webhooks.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Optional;

/** What a token (RFC 7515) says of its signature, before anything of it is verified. */
record TokenHead(String algorithm, Optional<String> keyName) {

    /** Reads it; empty for what isn't a token in compact form. */
    static Optional<TokenHead> of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonObject head =
                    Buffer.buffer(Base64.getUrlDecoder().decode(parts[0])).toJsonObject();
            return Optional.of(new TokenHead(head.getString("alg", ""), Optional.ofNullable(head.getString("kid"))));
        } catch (RuntimeException e) {
            // No base64, no JSON, no object, or members of other types: all the same to whoever sent it.
            return Optional.empty();
        }
    }
}
