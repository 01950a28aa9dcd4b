package io.integrator.webhooks.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Base64;
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
