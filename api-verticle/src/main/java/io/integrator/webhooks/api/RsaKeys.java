package io.integrator.webhooks.api;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/** Public RSA keys as JSON Web Keys (RFC 7518, 6.3), and the form of their signatures. */
final class RsaKeys {

    /** By RFC 7518, 3.3. */
    private static final int SHORTEST_BITS = 2_048;

    /** To verify by longer ones takes long. */
    private static final int LONGEST_BITS = 8_192;

    private static final int LONGEST_EXPONENT_BITS = 32;

    private RsaKeys() {}

    /** The key; empty when the members don't describe one, or it is too short or too long. */
    static Optional<PublicKey> read(JsonObject jwk) {
        Optional<BigInteger> modulus = JwkNumber.of(jwk, "n", LONGEST_BITS)
                .filter(n -> n.bitLength() >= SHORTEST_BITS && n.bitLength() <= LONGEST_BITS && n.testBit(0));
        Optional<BigInteger> exponent = JwkNumber.of(jwk, "e", LONGEST_EXPONENT_BITS)
                .filter(e -> e.testBit(0) && e.compareTo(BigInteger.ONE) > 0);
        return modulus.flatMap(n -> exponent.flatMap(e -> key(n, e)));
    }

    private static Optional<PublicKey> key(BigInteger modulus, BigInteger exponent) {
        try {
            return Optional.of(KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** A signature is as long as the modulus. */
    static boolean isSignature(byte[] signature, PublicKey key) {
        return key instanceof RSAPublicKey rsa
                && signature.length == (rsa.getModulus().bitLength() + 7) / Byte.SIZE;
    }
}
