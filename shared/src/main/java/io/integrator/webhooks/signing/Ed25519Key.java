package io.integrator.webhooks.signing;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key pair for the asymmetric signatures of Standard Webhooks ({@code v1a}), which a receiver verifies without being able to
 * make them. Only its public half has a text form.
 */
public final class Ed25519Key implements SigningKey {

    private static final String ALGORITHM = "Ed25519";
    private static final String PUBLIC_PREFIX = "whpk_";

    /** Of the seed, and of the public key (RFC 8032, 5.1.5). */
    private static final int HALF = 32;

    private final byte[] bytes;
    private final PrivateKey privateKey;

    private Ed25519Key(byte[] bytes) {
        if (bytes.length != 2 * HALF) {
            throw new IllegalArgumentException("an Ed25519 key has " + 2 * HALF + " bytes, not " + bytes.length);
        }
        this.bytes = bytes;
        try {
            this.privateKey = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(
                            new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOfRange(bytes, 0, HALF)));
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    /** A new key pair. */
    public static Ed25519Key generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            // The key is what ends its X.509 form (RFC 8410, 4).
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] bytes = Arrays.copyOf(seed, 2 * HALF);
            System.arraycopy(encoded, encoded.length - HALF, bytes, HALF, HALF);
            return new Ed25519Key(bytes);
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    /**
     * The key pair that {@link #bytes} gave, which are copied.
     *
     * @throws IllegalArgumentException when they aren't 64
     */
    public static Ed25519Key ofBytes(byte[] bytes) {
        return new Ed25519Key(bytes.clone());
    }

    /** A copy of the seed and the public key, 64 bytes; to be kept as secret as the seed. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The public key for the webhook's integrator: {@code whpk_} and base64. */
    public String publicText() {
        return PUBLIC_PREFIX + Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, HALF, 2 * HALF));
    }

    /** A signature in the making. */
    Signature signature() {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            return signature;
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("an Ed25519 key is not fit to sign", e);
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    private static IllegalStateException unavailable(GeneralSecurityException cause) {
        return new IllegalStateException(ALGORITHM + " is not to be had from this JDK", cause);
    }

    @Override
    public String toString() {
        return publicText();
    }
}
