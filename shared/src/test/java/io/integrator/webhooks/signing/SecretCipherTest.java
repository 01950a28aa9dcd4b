package io.integrator.webhooks.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretCipherTest {

    private static final UUID WEBHOOK = UUID.fromString("01890000-0000-7000-8000-000000000001");

    /** 32 bytes of 7, sealed by another implementation with the webhook's id alone as associated data. */
    private static final String SEALED_BEFORE =
            "01026b31000102030405060708090a0bbca1922127f9017ef96de0c3276ecfa4a9c16c0df2964207"
                    + "76cd3f87a6803ab52f631ffccd3caa2bea93948899b058d6";

    private final WebhookSecret secret = WebhookSecret.generate();
    private final SecretCipher cipher = new SecretCipher(Map.of("k1", key(1)));

    @Test
    void whatIsSealedOpens() {
        byte[] sealed = cipher.seal(secret, WEBHOOK);

        assertThat(cipher.open(sealed, WEBHOOK).text()).isEqualTo(secret.text());
    }

    @Test
    void theSameSecretIsSealedDifferentlyEachTime() {
        assertThat(cipher.seal(secret, WEBHOOK)).isNotEqualTo(cipher.seal(secret, WEBHOOK));
    }

    @Test
    void aRowThatIsCopiedToAnotherWebhookDoesNotOpen() {
        byte[] sealed = cipher.seal(secret, WEBHOOK);

        assertThatThrownBy(() -> cipher.open(sealed, UUID.randomUUID())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEd25519KeyOpensAsWhatItIsAndForItsWebhookOnly() {
        Ed25519Key key = Ed25519Key.generate();

        byte[] sealed = cipher.seal(key, WEBHOOK);

        assertThat(cipher.openKey(sealed, WEBHOOK).bytes()).isEqualTo(key.bytes());
        assertThatThrownBy(() -> cipher.openKey(sealed, UUID.randomUUID())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cipher.open(sealed, WEBHOOK)).isInstanceOf(IllegalStateException.class);
        byte[] sealedSecret = cipher.seal(secret, WEBHOOK);
        assertThatThrownBy(() -> cipher.openKey(sealedSecret, WEBHOOK)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSecretThatWasSealedBeforeThereWereOtherKeysOpens() {
        byte[] sealed = HexFormat.of().parseHex(SEALED_BEFORE);

        assertThat(cipher.open(sealed, WEBHOOK).key()).isEqualTo(key(7));
    }

    @Test
    void noByteCanBeAltered() {
        byte[] sealed = cipher.seal(secret, WEBHOOK);

        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> cipher.open(altered, WEBHOOK))
                    .as("byte %d", i)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void afterARotationTheOldKeyOpensAndTheNewOneSeals() {
        byte[] old = cipher.seal(secret, WEBHOOK);
        Map<String, byte[]> keys = new LinkedHashMap<>();
        keys.put("k2", key(2));
        keys.put("k1", key(1));
        SecretCipher rotated = new SecretCipher(keys);

        byte[] renewed = rotated.seal(rotated.open(old, WEBHOOK), WEBHOOK);

        assertThat(new SecretCipher(Map.of("k2", key(2))).open(renewed, WEBHOOK).text())
                .isEqualTo(secret.text());
    }

    @Test
    void anUnknownMasterKeyIsNamed() {
        byte[] sealed = cipher.seal(secret, WEBHOOK);
        SecretCipher other = new SecretCipher(Map.of("k2", key(2)));

        assertThatThrownBy(() -> other.open(sealed, WEBHOOK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'k1'")
                .hasMessageContaining(WEBHOOK.toString());
    }

    @Test
    void theSameNameWithAnotherKeyDoesNotOpen() {
        byte[] sealed = cipher.seal(secret, WEBHOOK);
        SecretCipher other = new SecretCipher(Map.of("k1", key(2)));

        assertThatThrownBy(() -> other.open(sealed, WEBHOOK)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void withoutAMasterKeyThereIsNoCipher() {
        assertThatThrownBy(() -> new SecretCipher(Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }
}
