package io.integrator.webhooks.api;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;

/** Public keys of the curve P-256 as JSON Web Keys (RFC 7518, 6.2), and the form of their signatures. */
final class P256Keys {

    private static final int COORDINATE_BITS = 256;
    private static final int COORDINATE_BYTES = COORDINATE_BITS / Byte.SIZE;
    private static final BigInteger THREE = BigInteger.valueOf(3);
    private static final ECParameterSpec CURVE = curve();
    private static final BigInteger PRIME = ((ECFieldFp) CURVE.getCurve().getField()).getP();

    private P256Keys() {}

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("P-256 is not to be had from this JDK", e);
        }
    }

    /** The key; empty when the members don't describe one, or a point that isn't on the curve. */
    static Optional<PublicKey> read(JsonObject jwk) {
        if (!"P-256".equals(jwk.getValue("crv"))) {
            return Optional.empty();
        }
        return JwkNumber.of(jwk, "x", COORDINATE_BITS)
                .flatMap(x -> JwkNumber.of(jwk, "y", COORDINATE_BITS)
                        .filter(y -> isOnCurve(x, y))
                        .flatMap(y -> key(new ECPoint(x, y))));
    }

    /** Whether y² = x³ + ax + b. The JDK takes any point for a key. */
    private static boolean isOnCurve(BigInteger x, BigInteger y) {
        if (x.compareTo(PRIME) >= 0 || y.compareTo(PRIME) >= 0) {
            return false;
        }
        BigInteger right = x.modPow(THREE, PRIME)
                .add(CURVE.getCurve().getA().multiply(x))
                .add(CURVE.getCurve().getB())
                .mod(PRIME);
        return y.multiply(y).mod(PRIME).equals(right);
    }

    private static Optional<PublicKey> key(ECPoint point) {
        try {
            return Optional.of(KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, CURVE)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Two numbers side by side, each from 1 to the curve's order: JDKs of 2022 took zeros for anybody's (CVE-2022-21449). */
    static boolean isSignature(byte[] signature) {
        return signature.length == 2 * COORDINATE_BYTES
                && isInOrder(Arrays.copyOf(signature, COORDINATE_BYTES))
                && isInOrder(Arrays.copyOfRange(signature, COORDINATE_BYTES, signature.length));
    }

    private static boolean isInOrder(byte[] bytes) {
        BigInteger number = new BigInteger(1, bytes);
        return number.signum() > 0 && number.compareTo(CURVE.getOrder()) < 0;
    }
}
