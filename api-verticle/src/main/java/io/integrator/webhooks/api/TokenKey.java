package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.Optional;

/**
 * A public key of the token issuer's, for one algorithm. Two that are read of the same JSON Web Key are equal.
 *
 * @param key without what is private, should the issuer have published that too
 */
record TokenKey(JWSAlgorithm algorithm, JWK key) {

    /** By RFC 7518, 3.3. */
    private static final int SHORTEST_RSA_BITS = 2_048;

    /** To verify by longer ones takes long. */
    private static final int LONGEST_RSA_BITS = 8_192;

    /** By FIPS 186-5, A.1.1. */
    private static final int SHORTEST_EXPONENT_BITS = 17;

    private static final int LONGEST_EXPONENT_BITS = 256;

    TokenKey {
        requireNonNull(algorithm, "algorithm");
        requireNonNull(key, "key");
    }

    /**
     * The key that a JSON Web Key (RFC 7517) describes; empty when it is none that RS256 or ES256 is verified with: of another
     * kind, for another purpose, shared rather than public, or unsound.
     */
    static Optional<TokenKey> of(JsonObject published) {
        JWK key;
        try {
            key = JWK.parse(published.getMap());
        } catch (ParseException | RuntimeException unsound) {
            // It checks what it reads, and not always before it uses it.
            return Optional.empty();
        }
        return algorithmOf(key)
                .filter(algorithm -> key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
                .filter(algorithm -> key.getAlgorithm() == null || algorithm.equals(key.getAlgorithm()))
                .map(algorithm -> new TokenKey(algorithm, key.toPublicJWK()));
    }

    private static Optional<JWSAlgorithm> algorithmOf(JWK key) {
        if (key instanceof RSAKey rsa && isSound(rsa)) {
            return Optional.of(JWSAlgorithm.RS256);
        }
        return key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())
                ? Optional.of(JWSAlgorithm.ES256)
                : Optional.empty();
    }

    private static boolean isSound(RSAKey key) {
        BigInteger exponent = key.getPublicExponent().decodeToBigInteger();
        return key.size() >= SHORTEST_RSA_BITS
                && key.size() <= LONGEST_RSA_BITS
                && exponent.testBit(0)
                && exponent.bitLength() >= SHORTEST_EXPONENT_BITS
                && exponent.bitLength() <= LONGEST_EXPONENT_BITS;
    }

    /** Its name; empty when it has none. */
    Optional<String> name() {
        return Optional.ofNullable(key.getKeyID());
    }

    /** Whether it can have signed a token, by all that is quickly seen. A token without a key's name can be by any. */
    boolean fits(SignedToken token) {
        boolean named = name().isEmpty() || token.keyName().isEmpty() || name().equals(token.keyName());
        return named && algorithm.equals(token.algorithm());
    }

    /** Whether it has signed a token that it fits. By ES256 this takes Java 17 a millisecond. */
    boolean hasSigned(SignedToken token) {
        try {
            JWSVerifier verifier =
                    key instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier(key.toECKey());
            return verifier.verify(
                    new JWSHeader(algorithm),
                    token.content().getBytes(),
                    Base64URL.encode(token.signature().getBytes()));
        } catch (JOSEException unsound) {
            // Whatever it finds to be wrong with the signature: it isn't one.
            return false;
        }
    }
}
