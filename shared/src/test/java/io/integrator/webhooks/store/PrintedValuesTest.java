package io.integrator.webhooks.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.domain.Webhook;
import io.integrator.webhooks.domain.WebhookSettings;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.SecretsSettings;
import io.integrator.webhooks.signing.Ed25519Key;
import io.integrator.webhooks.signing.FormerSecret;
import io.integrator.webhooks.signing.WebhookSecret;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a value prints of itself ends in messages and logs some day, so what is secret isn't in it. */
class PrintedValuesTest {

    private static final String HIDDEN = "hush-4711";
    private static final byte[] KEY = Arrays.copyOf(HIDDEN.getBytes(UTF_8), 32);
    private static final byte[] PAIR = Arrays.copyOf(HIDDEN.getBytes(UTF_8), 64);

    private static final UUID ID = new UUID(1, 2);
    private static final String URL = "https://example.com/?key=" + HIDDEN;
    private static final Buffer BODY = Buffer.buffer("{\"card\":\"" + HIDDEN + "\"}");
    private static final WebhookSecret SECRET = WebhookSecret.ofKey(KEY);
    private static final FormerSecret FORMER = new FormerSecret(SECRET, Instant.EPOCH);
    private static final Ed25519Key ED25519 = Ed25519Key.ofBytes(PAIR);
    private static final Map<String, String> HEADERS = Map.of("X-Api-Key", HIDDEN);

    private static final Webhook WEBHOOK = new Webhook(ID, "acme", URL, List.of(EventType.PAYMENT_COMPLETED), 0, false);
    private static final Target TARGET = new Target(
            ID,
            "acme",
            URL,
            Set.of(EventType.PAYMENT_COMPLETED),
            List.of(SECRET, FORMER, ED25519),
            1,
            false,
            false,
            Instant.EPOCH,
            HEADERS);
    private static final DomainEvent EVENT =
            new DomainEvent(ID, "acme", "e1", EventType.PAYMENT_COMPLETED, Instant.EPOCH, BODY);
    private static final Delivery DELIVERY = Delivery.first(TARGET, EVENT);
    private static final Outcome ANSWERED = new Outcome.Answered(500, Optional.empty(), "I got " + HIDDEN);
    private static final AttemptLog.Logged LOGGED = new AttemptLog.Logged(
            ID,
            ID,
            Optional.of("e1"),
            Optional.of("payment.completed"),
            1,
            "first",
            "http_status",
            Optional.of(500),
            Optional.empty(),
            Duration.ZERO,
            Optional.empty());

    private static Stream<Object> values() {
        return Stream.of(
                SECRET,
                FORMER,
                ED25519,
                new SecretStore.Secrets(SECRET, Optional.of(Instant.EPOCH), Optional.of(ED25519)),
                WEBHOOK,
                new WebhookPatch(Optional.of(URL), Optional.empty(), Optional.empty()),
                new WebhookSettings("", Optional.empty(), Optional.empty(), HEADERS),
                TARGET,
                EVENT,
                DELIVERY,
                ANSWERED,
                new Attempt(ID, DELIVERY, Instant.EPOCH, Duration.ZERO, ANSWERED),
                new AttemptLog.Detailed(LOGGED, Optional.of(BODY), Optional.of(HIDDEN)),
                new EventLog.Whole(new EventLog.Recorded(ID, "e1", "payment.completed", Instant.EPOCH), BODY),
                new IdempotencyStore.Answered(BODY, BODY),
                new Creation.Repeated(BODY),
                new IdempotentRequest("k1", BODY, webhook -> BODY),
                new PostgresSettings(URI.create("postgresql://someone:" + HIDDEN + "@localhost/webhooks"), 1, true),
                new SecretsSettings(Map.of("k1", KEY)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void whatIsSecretIsInNoFormOfIt(Object value) {
        String printed = value.toString();

        assertThat(printed)
                .isNotEmpty()
                .doesNotContain(HIDDEN)
                .doesNotContain(Base64.getEncoder().encodeToString(KEY).substring(0, 8))
                .doesNotContainIgnoringCase(HexFormat.of().formatHex(KEY).substring(0, 8))
                .doesNotContain(Arrays.toString(KEY).substring(1, 20));
    }
}
