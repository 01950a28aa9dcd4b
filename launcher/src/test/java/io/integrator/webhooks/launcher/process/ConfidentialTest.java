package io.integrator.webhooks.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Whoever finds nothing must be able to find something. */
class ConfidentialTest {

    private static final byte[] KEY = {-1, -2, -3, 3, 2, 1, -64, 63, 100, 5, 6, 7, 8, 9, 10, 11};

    @Test
    void aKeyIsFoundInEachForm() {
        Confidential confidential = new Confidential().addKey("a key", KEY);

        assertThat(confidential.in(
                        "\"key\":\"" + Base64.getEncoder().encodeToString(KEY).replace("/", "\\/") + "\""))
                .containsExactly("a key in base64");
        assertThat(confidential.in(Base64.getUrlEncoder().withoutPadding().encodeToString(KEY)))
                .containsExactly("a key in base64url");
        assertThat(confidential.in(HexFormat.of().withUpperCase().formatHex(KEY)))
                .containsExactly("a key in hexadecimal");
        assertThat(confidential.in(Arrays.toString(KEY))).containsExactly("a key in bytes");
    }

    @Test
    void aTokenIsFoundByItsSignatureAlone() {
        Confidential confidential = new Confidential().addToken("a token", "head.claims.0123456789abcdefghij");

        assertThat(confidential.in("…0123456789abcdefg…")).containsExactly("the signature of a token");
        assertThat(confidential.in("head.claims.")).isEmpty();
    }
}
