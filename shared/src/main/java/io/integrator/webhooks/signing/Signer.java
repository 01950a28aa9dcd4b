package io.integrator.webhooks.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs with one webhook's keys, by Standard Webhooks: over {@code id.timestamp.body}, with HMAC-SHA256 under a secret and with
 * Ed25519 where there is such a key. Holds state between the parts of a message, so an instance belongs to one event loop.
 */
public final class Signer {

    private static final String HMAC = "HmacSHA256";

    private final List<Scheme> schemes;
    private final boolean costly;

    /** Makes the signature of one key, its version before it. */
    private interface Scheme {
        String sign(byte[] head, byte[] body);
    }

    /**
     * @param keys the newest first; each signs, whatever it has as its end, so that a receiver may verify with any of them
     */
    public Signer(List<? extends SigningKey> keys) {
        this.schemes = keys.stream().map(Signer::scheme).toList();
        this.costly = keys.stream().anyMatch(Ed25519Key.class::isInstance);
    }

    /** One that signs with those of the keys that haven't ended at an instant. */
    public static Signer at(Instant now, List<? extends SigningKey> keys) {
        return new Signer(keys.stream().filter(key -> now.isBefore(key.until())).toList());
    }

    /** Whether signing takes too long for an event loop: the JDK's Ed25519 takes about a millisecond, an HMAC one thousandth. */
    public boolean isCostly() {
        return costly;
    }

    /**
     * The {@code webhook-signature} field: one signature a key, separated by spaces.
     *
     * @param id        the {@code webhook-id}, visible ASCII
     * @param timestamp the {@code webhook-timestamp}, unix seconds
     * @param body      the bytes that are sent
     */
    public String sign(String id, long timestamp, byte[] body) {
        byte[] head = (id + '.' + timestamp + '.').getBytes(US_ASCII);
        StringBuilder signatures = new StringBuilder();
        for (Scheme scheme : schemes) {
            if (!signatures.isEmpty()) {
                signatures.append(' ');
            }
            signatures.append(scheme.sign(head, body));
        }
        return signatures.toString();
    }

    /** Whether any signature of a {@code webhook-signature} field is one that {@link #sign} would make. Takes the same time wherever they differ. */
    public boolean verifies(String signatures, String id, long timestamp, byte[] body) {
        boolean verified = false;
        for (String expected : sign(id, timestamp, body).split(" ", -1)) {
            for (String given : signatures.split(" ", -1)) {
                verified |= MessageDigest.isEqual(expected.getBytes(US_ASCII), given.getBytes(US_ASCII));
            }
        }
        return verified;
    }

    private static Scheme scheme(SigningKey key) {
        if (key instanceof Ed25519Key pair) {
            return ed25519(pair);
        }
        return hmac(key instanceof FormerSecret former ? former.secret() : (WebhookSecret) key);
    }

    private static Scheme hmac(WebhookSecret secret) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.key(), HMAC));
            return (head, body) -> {
                mac.update(head);
                return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is not to be had from this JDK", e);
        }
    }

    private static Scheme ed25519(Ed25519Key pair) {
        Signature signature = pair.signature();
        return (head, body) -> {
            try {
                signature.update(head);
                signature.update(body);
                return "v1a," + Base64.getEncoder().encodeToString(signature.sign());
            } catch (SignatureException e) {
                throw new IllegalStateException("the key " + pair.publicText() + " can't sign", e);
            }
        };
    }
}
