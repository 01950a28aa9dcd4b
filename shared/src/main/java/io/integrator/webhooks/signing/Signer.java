package io.integrator.webhooks.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs with one webhook's secrets, by Standard Webhooks: HMAC-SHA256 over {@code id.timestamp.body}. Holds state between
 * the parts of a message, so an instance belongs to one event loop.
 */
public final class Signer {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String VERSION = "v1,";

    private final List<Mac> macs;

    /**
     * @param secrets the newest first; each signs, so that a receiver may verify with any of them while one is rotated out
     */
    public Signer(List<WebhookSecret> secrets) {
        this.macs = secrets.stream().map(Signer::mac).toList();
    }

    /**
     * The {@code webhook-signature} field: one signature a secret, separated by spaces.
     *
     * @param id        the {@code webhook-id}, visible ASCII
     * @param timestamp the {@code webhook-timestamp}, unix seconds
     * @param body      the bytes that are sent
     */
    public String sign(String id, long timestamp, byte[] body) {
        byte[] head = (id + '.' + timestamp + '.').getBytes(US_ASCII);
        StringBuilder signatures = new StringBuilder();
        for (Mac mac : macs) {
            mac.update(head);
            if (!signatures.isEmpty()) {
                signatures.append(' ');
            }
            signatures.append(VERSION).append(Base64.getEncoder().encodeToString(mac.doFinal(body)));
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

    private static Mac mac(WebhookSecret secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is not to be had from this JDK", e);
        }
    }
}
