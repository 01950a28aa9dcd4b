package io.integrator.webhooks.signing;

import java.security.SecureRandom;
import java.util.Base64;

/** The key that a webhook's deliveries are signed with. Its text form is shown to its integrator only; {@code toString} hides it. */
public final class WebhookSecret implements SigningKey {

    private static final String PREFIX = "whsec_";
    private static final int GENERATED_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    /** A new secret of 32 random bytes ({@code policy.md}: secrets). */
    public static WebhookSecret generate() {
        byte[] key = new byte[GENERATED_BYTES];
        RANDOM.nextBytes(key);
        return new WebhookSecret(key);
    }

    /** The secret with these key bytes, which are copied. */
    public static WebhookSecret ofKey(byte[] key) {
        return new WebhookSecret(key.clone());
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text isn't {@code whsec_} followed by base64; the message doesn't repeat it
     */
    public static WebhookSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a secret starts with " + PREFIX);
        }
        try {
            return new WebhookSecret(Base64.getDecoder().decode(text.substring(PREFIX.length())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a secret is " + PREFIX + " followed by base64", e);
        }
    }

    /** A copy of the key bytes. */
    public byte[] key() {
        return key.clone();
    }

    /** The text form, {@code whsec_} and base64, for the webhook's integrator. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
