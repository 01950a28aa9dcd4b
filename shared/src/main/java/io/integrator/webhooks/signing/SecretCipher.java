package io.integrator.webhooks.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals webhook secrets for the database: AES-256-GCM under a named master key, bound to the webhook's id, so that a row
 * copied to another webhook doesn't open, and to what it is, so that an Ed25519 key doesn't open as a secret. The first master key seals; all of them open, which is what makes them rotatable.
 *
 * <p>Sealed form: a version byte, the length of the key's name, the name, a 12-byte nonce, the ciphertext with its tag.
 */
public final class SecretCipher {

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, SecretKeySpec> masterKeys;
    private final String sealingKey;

    /**
     * @param masterKeys 32 bytes each, by name; the first in iteration order seals
     * @throws IllegalArgumentException when there is none
     */
    public SecretCipher(Map<String, byte[]> masterKeys) {
        if (masterKeys.isEmpty()) {
            throw new IllegalArgumentException("no master key");
        }
        this.masterKeys = new LinkedHashMap<>();
        masterKeys.forEach((name, bytes) -> this.masterKeys.put(name, new SecretKeySpec(bytes, "AES")));
        this.sealingKey = masterKeys.keySet().iterator().next();
    }

    /** The sealed form of a webhook's secret. */
    public byte[] seal(WebhookSecret secret, UUID webhookId) {
        return seal(secret.key(), bindingOfSecret(webhookId));
    }

    /** The sealed form of a webhook's Ed25519 key. */
    public byte[] seal(Ed25519Key key, UUID webhookId) {
        return seal(key.bytes(), bindingOfKey(webhookId));
    }

    private byte[] seal(byte[] plain, String binding) {
        byte[] name = sealingKey.getBytes(UTF_8);
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] ciphertext = apply(Cipher.ENCRYPT_MODE, masterKeys.get(sealingKey), nonce, binding, plain);
        return ByteBuffer.allocate(2 + name.length + NONCE_BYTES + ciphertext.length)
                .put(VERSION)
                .put((byte) name.length)
                .put(name)
                .put(nonce)
                .put(ciphertext)
                .array();
    }

    /**
     * Opens a sealed secret.
     *
     * @throws IllegalStateException when it was sealed with a master key that isn't here, for another webhook, or was altered
     */
    public WebhookSecret open(byte[] sealed, UUID webhookId) {
        return WebhookSecret.ofKey(open(sealed, bindingOfSecret(webhookId)));
    }

    /**
     * Opens a sealed Ed25519 key.
     *
     * @throws IllegalStateException as for a secret
     */
    public Ed25519Key openKey(byte[] sealed, UUID webhookId) {
        return Ed25519Key.ofBytes(open(sealed, bindingOfKey(webhookId)));
    }

    /** The name of the master key that seals. */
    public String sealingKey() {
        return sealingKey;
    }

    /**
     * The same secret sealed with the master key that seals; what already is comes back as it is.
     *
     * @throws IllegalStateException as when it is opened
     */
    public byte[] reseal(byte[] sealed, UUID webhookId) {
        return reseal(sealed, bindingOfSecret(webhookId));
    }

    /**
     * The same Ed25519 key sealed with the master key that seals; what already is comes back as it is.
     *
     * @throws IllegalStateException as when it is opened
     */
    public byte[] resealKey(byte[] sealed, UUID webhookId) {
        return reseal(sealed, bindingOfKey(webhookId));
    }

    private byte[] reseal(byte[] sealed, String binding) {
        byte[] name = sealingKey.getBytes(UTF_8);
        boolean current = sealed.length > 2 + name.length
                && Byte.toUnsignedInt(sealed[1]) == name.length
                && Arrays.equals(sealed, 2, 2 + name.length, name, 0, name.length);
        return current ? sealed : seal(open(sealed, binding), binding);
    }

    private byte[] open(byte[] sealed, String binding) {
        try {
            return open(ByteBuffer.wrap(sealed), binding);
        } catch (BufferUnderflowException e) {
            throw new IllegalStateException("the secret of webhook " + binding + " is cut short", e);
        }
    }

    private byte[] open(ByteBuffer buffer, String binding) {
        byte version = buffer.get();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "the secret of webhook " + binding + " is sealed in unknown form " + version);
        }
        String keyName = new String(take(buffer, Byte.toUnsignedInt(buffer.get())), UTF_8);
        SecretKeySpec masterKey = masterKeys.get(keyName);
        if (masterKey == null) {
            throw new IllegalStateException("the secret of webhook " + binding + " is sealed with master key '"
                    + keyName + "', which is not set");
        }
        byte[] nonce = take(buffer, NONCE_BYTES);
        return apply(Cipher.DECRYPT_MODE, masterKey, nonce, binding, take(buffer, buffer.remaining()));
    }

    /** The id alone, as secrets were bound before there were keys of another kind. */
    private static String bindingOfSecret(UUID webhookId) {
        return webhookId.toString();
    }

    private static String bindingOfKey(UUID webhookId) {
        return webhookId + "/ed25519";
    }

    private static byte[] take(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] apply(int mode, SecretKeySpec masterKey, byte[] nonce, String binding, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(mode, masterKey, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(binding.getBytes(UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret of webhook " + binding + " can't be sealed or opened", e);
        }
    }
}
