package io.integrator.webhooks.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class Ed25519KeyTest {

    /** RFC 8032, 7.1, test 1. */
    private static final String SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    private static final String PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    @Test
    void theTextFormIsThePublicKeyAlone() {
        Ed25519Key key = Ed25519Key.ofBytes(HexFormat.of().parseHex(SEED + PUBLIC));

        assertThat(key.publicText())
                .isEqualTo("whpk_"
                        + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(PUBLIC)));
        assertThat(key).hasToString(key.publicText());
    }

    @Test
    void aGeneratedKeySurvivesItsBytes() {
        Ed25519Key key = Ed25519Key.generate();

        Ed25519Key again = Ed25519Key.ofBytes(key.bytes());

        assertThat(again.publicText()).isEqualTo(key.publicText());
        assertThat(new Signer(List.of(again)).sign("id", 7, new byte[9]))
                .isEqualTo(new Signer(List.of(key)).sign("id", 7, new byte[9]));
        assertThat(Ed25519Key.generate().publicText()).isNotEqualTo(key.publicText());
    }

    @Test
    void whatIsNo64BytesIsNoKey() {
        byte[] tooLong = ByteBuffer.allocate(65).array();

        assertThatThrownBy(() -> Ed25519Key.ofBytes(tooLong)).isInstanceOf(IllegalArgumentException.class);
    }
}
