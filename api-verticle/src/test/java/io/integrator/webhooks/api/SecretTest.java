package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.signing.WebhookSecret;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and replacing what a webhook's deliveries are signed with. */
class SecretTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final ContractClient client = api.client(api.integrator());
    private final String id = api.register(client);
    private final String path = WEBHOOKS + "/" + id + "/secret";
    private final BlockingQueue<WebhookChange> news = new LinkedBlockingQueue<>();
    private MessageConsumer<WebhookChange> consumer;

    @BeforeEach
    void listen() {
        consumer = api.vertx.eventBus().consumer(Addresses.WEBHOOK_CHANGES, message -> {
            if (message.body().webhookId().filter(UUID.fromString(id)::equals).isPresent()) {
                news.add(message.body());
            }
        });
    }

    @AfterEach
    void stopListening() {
        consumer.unregister();
    }

    @Test
    void theSecretIsItsOwnAndForNobodyToKeep() {
        String second = WEBHOOKS + "/" + api.register(client) + "/secret";

        HttpResponse<String> response = client.get(path);

        String secret = json(response).getString("secret");
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(WebhookSecret.parse(secret).key()).hasSize(32);
        assertThat(json(client.get(path)).getString("secret")).isEqualTo(secret);
        assertThat(json(client.get(second)).getString("secret")).isNotEqualTo(secret);
    }

    @Test
    void aRotationWithoutABodyOverlapsForADay() throws InterruptedException {
        JsonObject before = json(client.get(path));

        HttpResponse<String> response = client.send("POST", path + "/rotate", null);

        JsonObject rotated = json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(rotated.getString("secret")).isNotEqualTo(before.getString("secret"));
        assertThat(overlap(rotated)).isEqualTo(Duration.ofDays(1));
        assertThat(json(client.get(path))).isEqualTo(rotated);
        assertThat(before.getString("previousSecretUntil")).isNull();
        assertThat(before.getString("publicKey")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"P7D, PT168H", "PT168H, PT168H", "PT1H30M, PT1H30M", "P1DT12H, PT36H", "PT604800S, PT168H"})
    void theOverlapIsWhatIsAskedFor(String asked, Duration overlap) throws InterruptedException {
        JsonObject rotated = json(rotate("{\"overlap\": \"" + asked + "\"}"));

        assertThat(overlap(rotated)).isEqualTo(overlap);
    }

    @Test
    void withoutAnOverlapTheFormerSecretEndsAtOnce() {
        JsonObject rotated = json(rotate("{\"overlap\": \"PT0S\"}"));

        assertThat(rotated.getString("previousSecretUntil")).isNull();
        assertThat(json(client.get(path))).isEqualTo(rotated);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P7DT1S",
                "P8D",
                "PT168H0.001S",
                "-PT1H",
                "PT-1H",
                "+PT1H",
                "pt1h",
                "P1Y",
                "P1W",
                "P",
                "PT",
                "",
                "1",
                "24h",
                "PT1,5S",
                "P99999999999999999999D",
                "PT9223372036854775807H"
            })
    void anOverlapThatIsNoneOrTooLongIsAFault(String overlap) {
        String before = client.get(path).body();

        HttpResponse<String> refused = rotate("{\"overlap\": \"" + overlap + "\"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo("/overlap");
        assertThat(client.get(path).body()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{\"overlap\": null}",
                "{\"overlap\": 5}",
                "{\"ed25519\": \"yes\"}",
                "{\"x\": 1}",
                "{"
            })
    void aBodyThatIsGivenIsHeldToTheContract(String body) {
        assertThat(rotate(body).statusCode()).isEqualTo(400);
    }

    @Test
    void aPublicKeyIsThereFromWhenItIsAskedForUntilItIsNot() {
        String asked = json(rotate("{\"ed25519\": true}")).getString("publicKey");
        String left = json(rotate("{}")).getString("publicKey");
        String read = json(client.get(path)).getString("publicKey");
        String ended = json(rotate("{\"ed25519\": false}")).getString("publicKey");
        String replaced = json(rotate("{\"ed25519\": true}")).getString("publicKey");

        assertThat(asked).startsWith("whpk_").isEqualTo(left).isEqualTo(read);
        assertThat(ended).isNull();
        assertThat(replaced).isNotNull().isNotEqualTo(asked);
    }

    @Test
    void workersOfTheProcessAreToldOfARotation() throws InterruptedException {
        rotate("{}");

        WebhookChange change = awaitNews();
        assertThat(change.webhookId()).contains(UUID.fromString(id));
        assertThat(change.resubscribed()).isFalse();
    }

    @Test
    void aTokenThatMayOnlyReadMayNotRotate() {
        ContractClient reader = api.client(api.open, "anybody", "webhooks:read");

        assertThat(reader.send("POST", path + "/rotate", null).statusCode()).isEqualTo(403);
    }

    /** From the rotation to the end of the former secret. */
    private Duration overlap(JsonObject rotated) throws InterruptedException {
        Instant until = Instant.parse(rotated.getString("previousSecretUntil"));
        return Duration.between(awaitNews().changedAt(), until);
    }

    private WebhookChange awaitNews() throws InterruptedException {
        return requireNonNull(news.poll(10, TimeUnit.SECONDS), "news of the rotation");
    }

    private HttpResponse<String> rotate(String body) {
        return client.post(path + "/rotate", body);
    }
}
