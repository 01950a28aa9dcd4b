package io.integrator.webhooks.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SignerTest {

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    /** What an Ed25519 key has before it in its X.509 form (RFC 8410). */
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);

    @Test
    void theVectorOfStandardWebhooksIsReproduced() {
        byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        Signer signer = new Signer(List.of(WebhookSecret.ofKey(key)));

        String signature = signer.sign(ID, 1614265330, BODY);

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Property(tries = 300)
    void whatIsSignedVerifiesWithTheIndependentLibrary(
            @ForAll String body,
            @ForAll @Size(min = 1, max = 64) byte[] key,
            @ForAll @CharRange(from = '!', to = '~') @StringLength(min = 1, max = 64) String id)
            throws WebhookVerificationException {
        byte[] bytes = body.getBytes(UTF_8);
        WebhookSecret secret = WebhookSecret.ofKey(key);
        long now = Instant.now().getEpochSecond();

        String signature = new Signer(List.of(secret)).sign(id, now, bytes);

        new Webhook(secret.text()).verify(new String(bytes, UTF_8), headers(id, now, signature));
    }

    @Property(tries = 100)
    void aSignerServesOneMessageAfterTheOther(@ForAll @Size(min = 2, max = 5) List<String> bodies) {
        WebhookSecret secret = WebhookSecret.generate();
        Signer kept = new Signer(List.of(secret));

        List<String> signatures = bodies.stream()
                .map(body -> kept.sign(ID, 1, body.getBytes(UTF_8)))
                .toList();

        assertThat(signatures)
                .isEqualTo(bodies.stream()
                        .map(body -> new Signer(List.of(secret)).sign(ID, 1, body.getBytes(UTF_8)))
                        .toList());
    }

    @Test
    void eachSecretGivesASignatureOfItsOwn() {
        WebhookSecret newer = WebhookSecret.generate();
        WebhookSecret older = WebhookSecret.generate();
        long now = Instant.now().getEpochSecond();

        String signature = new Signer(List.of(newer, older)).sign(ID, now, BODY);

        assertThat(signature)
                .isEqualTo(new Signer(List.of(newer)).sign(ID, now, BODY) + " "
                        + new Signer(List.of(older)).sign(ID, now, BODY));
        for (WebhookSecret either : List.of(newer, older)) {
            assertThatCode(() ->
                            new Webhook(either.text()).verify(new String(BODY, UTF_8), headers(ID, now, signature)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aFormerSecretSignsUntilItsEnd() {
        WebhookSecret newer = WebhookSecret.generate();
        WebhookSecret older = WebhookSecret.generate();
        Instant end = Instant.parse("2026-11-24T09:30:00Z");
        List<SigningKey> keys = List.of(newer, new FormerSecret(older, end));

        String before = Signer.at(end.minusNanos(1), keys).sign(ID, 7, BODY);
        String after = Signer.at(end, keys).sign(ID, 7, BODY);

        assertThat(before).isEqualTo(new Signer(List.of(newer, older)).sign(ID, 7, BODY));
        assertThat(after).isEqualTo(new Signer(List.of(newer)).sign(ID, 7, BODY));
    }

    @Test
    void anEd25519SignatureComesInAdditionAndVerifiesWithThePublicKey() throws GeneralSecurityException {
        WebhookSecret secret = WebhookSecret.generate();
        Ed25519Key key = Ed25519Key.generate();
        Signer signer = new Signer(List.of(secret, key));

        signer.sign(ID, 6, BODY);
        String[] signatures = signer.sign(ID, 7, BODY).split(" ");

        assertThat(signer.isCostly()).isTrue();
        assertThat(new Signer(List.of(secret)).isCostly()).isFalse();
        assertThat(signatures).hasSize(2);
        assertThat(signatures[0]).isEqualTo(new Signer(List.of(secret)).sign(ID, 7, BODY));
        assertThat(signatures[1]).startsWith("v1a,");
        byte[] signature = Base64.getDecoder().decode(signatures[1].substring("v1a,".length()));
        String content = ID + ".7." + new String(BODY, UTF_8);
        assertThat(verifies(key.publicText(), signature, content)).isTrue();
        assertThat(verifies(key.publicText(), signature, content + " ")).isFalse();
        assertThat(verifies(Ed25519Key.generate().publicText(), signature, content))
                .isFalse();
    }

    /** As a receiver does it who has nothing but the text of the public key. */
    private static boolean verifies(String publicText, byte[] signature, String content)
            throws GeneralSecurityException {
        byte[] raw = Base64.getDecoder().decode(publicText.substring("whpk_".length()));
        byte[] encoded = ByteBuffer.allocate(X509_HEAD.length + raw.length)
                .put(X509_HEAD)
                .put(raw)
                .array();
        Signature verification = Signature.getInstance("Ed25519");
        verification.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verification.update(content.getBytes(UTF_8));
        return verification.verify(signature);
    }

    @Test
    void anySignatureOfAnySecretVerifies() {
        WebhookSecret newer = WebhookSecret.generate();
        WebhookSecret older = WebhookSecret.generate();
        Signer both = new Signer(List.of(newer, older));

        String byTheOlder = new Signer(List.of(older)).sign(ID, 7, BODY);

        assertThat(both.verifies(byTheOlder, ID, 7, BODY)).isTrue();
        assertThat(both.verifies("v1,AAAA " + byTheOlder, ID, 7, BODY)).isTrue();
    }

    @Test
    void whateverIsAlteredDoesNotVerify() {
        Signer signer = new Signer(List.of(WebhookSecret.generate()));
        String signature = signer.sign(ID, 7, BODY);

        assertThat(signer.verifies(signature, ID, 7, BODY)).isTrue();
        assertThat(signer.verifies(signature, ID, 8, BODY)).isFalse();
        assertThat(signer.verifies(signature, ID + "x", 7, BODY)).isFalse();
        assertThat(signer.verifies(signature, ID, 7, "{}".getBytes(UTF_8))).isFalse();
        assertThat(signer.verifies("", ID, 7, BODY)).isFalse();
        assertThat(new Signer(List.of(WebhookSecret.generate())).verifies(signature, ID, 7, BODY))
                .isFalse();
    }

    private static HttpHeaders headers(String id, long timestamp, String signature) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(id),
                        "webhook-timestamp", List.of(Long.toString(timestamp)),
                        "webhook-signature", List.of(signature)),
                (name, value) -> true);
    }
}
