package io.integrator.webhooks.api;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Optional;

/** A number as a JSON Web Key has it (RFC 7518, 2): its bytes, the highest first, in base64url. */
final class JwkNumber {

    private JwkNumber() {}

    /** The number; empty when the member is missing, something else, or certainly longer than {@code mostBits}. */
    static Optional<BigInteger> of(JsonObject jwk, String member, int mostBits) {
        // A byte of zeros may stand before the number, though it shouldn't.
        int mostCharacters = (mostBits / Byte.SIZE + 1) * 4 / 3 + 4;
        if (!(jwk.getValue(member) instanceof String text) || text.length() > mostCharacters) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigInteger(1, Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
