package io.integrator.webhooks.api;

import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;

/** What a token may be signed with (RFC 7518, 3.1): two algorithms, each with keys of one kind, whatever a token says. */
enum TokenAlgorithm {
    RS256("SHA256withRSA") {
        @Override
        Optional<PublicKey> keyOf(JsonObject jwk) {
            return RsaKeys.read(jwk);
        }

        @Override
        boolean isSignature(byte[] signature, PublicKey key) {
            return RsaKeys.isSignature(signature, key);
        }
    },
    /** With the two numbers side by side, as JWS has them, and not in DER. */
    ES256("SHA256withECDSAinP1363Format") {
        @Override
        Optional<PublicKey> keyOf(JsonObject jwk) {
            return P256Keys.read(jwk);
        }

        @Override
        boolean isSignature(byte[] signature, PublicKey key) {
            return P256Keys.isSignature(signature);
        }
    };

    private final String jdkName;

    TokenAlgorithm(String jdkName) {
        this.jdkName = jdkName;
    }

    /** The algorithm of this name, spelled as the RFC has it; empty for any other. */
    static Optional<TokenAlgorithm> of(Object name) {
        for (TokenAlgorithm algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The key that a JSON Web Key describes; empty when it isn't one for this algorithm, or a sound one. */
    abstract Optional<PublicKey> keyOf(JsonObject jwk);

    /** Whether these bytes have the form of a signature by this key, which is quickly seen. */
    abstract boolean isSignature(byte[] signature, PublicKey key);

    /** Whether a signature of such a form is the key's under this content. By ES256 this takes Java 17 a millisecond. */
    boolean isSigned(byte[] content, byte[] signature, PublicKey key) {
        try {
            Signature verification = Signature.getInstance(jdkName);
            verification.initVerify(key);
            verification.update(content);
            return verification.verify(signature);
        } catch (GeneralSecurityException e) {
            // Whatever the JDK finds to be wrong with it: it isn't signed.
            return false;
        }
    }
}
