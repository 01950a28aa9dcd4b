package io.integrator.webhooks.settings;

import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * What a client shows to a server that asks who it is.
 *
 * @param certificates its certificate, followed by those that lead from it to an authority that the server believes
 * @param key the private key of its certificate
 */
public record ClientIdentity(PemFile certificates, PemFile key) {

    public ClientIdentity {
        requireNonNull(certificates, "certificates");
        requireNonNull(key, "key");
    }

    /** Whether the key is the one that the certificate is of: a handshake would otherwise fail without saying why. */
    boolean isPair() {
        byte[] sample = {1, 2, 3};
        PrivateKey secret = key.privateKey();
        try {
            Signature signature = Signature.getInstance(algorithm(secret));
            signature.initSign(secret);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(certificates.certificates().get(0).getPublicKey());
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
