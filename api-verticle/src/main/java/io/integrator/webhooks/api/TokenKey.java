package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import java.util.Optional;

/**
 * A public key of the token issuer's, for one algorithm. Two that are read of the same JSON Web Key are equal.
 *
 * @param name empty when it has none
 */
record TokenKey(TokenAlgorithm algorithm, Optional<String> name, PublicKey key) {

    TokenKey {
        requireNonNull(algorithm, "algorithm");
        requireNonNull(name, "name");
        requireNonNull(key, "key");
    }

    /**
     * The key that a JSON Web Key (RFC 7517) describes; empty when it is none that RS256 or ES256 is verified with: of another
     * kind, for another purpose, shared rather than public, or unsound.
     */
    static Optional<TokenKey> of(JsonObject jwk) {
        Optional<TokenAlgorithm> byKind = algorithmOf(jwk.getValue("kty"));
        return byKind.filter(algorithm -> "sig".equals(jwk.getValue("use", "sig")))
                .filter(algorithm -> algorithm.name().equals(jwk.getValue("alg", algorithm.name())))
                .flatMap(algorithm ->
                        algorithm.keyOf(jwk).map(key -> new TokenKey(algorithm, nameOf(jwk.getValue("kid")), key)));
    }

    private static Optional<TokenAlgorithm> algorithmOf(Object kind) {
        if ("RSA".equals(kind)) {
            return Optional.of(TokenAlgorithm.RS256);
        }
        return "EC".equals(kind) ? Optional.of(TokenAlgorithm.ES256) : Optional.empty();
    }

    private static Optional<String> nameOf(Object keyId) {
        return keyId instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Whether it can have signed a token, by all that is quickly seen. A token without a key's name can be by any. */
    boolean fits(SignedToken token) {
        boolean named = name.isEmpty() || token.keyName().isEmpty() || name.equals(token.keyName());
        return named
                && algorithm == token.algorithm()
                && algorithm.isSignature(token.signature().getBytes(), key);
    }

    /** Whether it has signed a token that it fits. */
    boolean hasSigned(SignedToken token) {
        return algorithm.isSigned(token.content().getBytes(), token.signature().getBytes(), key);
    }
}
