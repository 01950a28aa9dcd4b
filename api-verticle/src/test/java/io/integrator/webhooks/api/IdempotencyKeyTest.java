package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.store.IdempotencyStore;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registration that is asked for again. */
class IdempotencyKeyTest {

    private static final String BODY = "{\"url\": \"" + ApiUnderTest.URL + "\", \"events\": [\"payment.completed\"]}";

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);
    private final String key = UUID.randomUUID().toString();

    @Test
    void theSameRequestAgainRegistersNothingAndGetsTheFirstAnswer() {
        HttpResponse<String> first = create(key, BODY);

        HttpResponse<String> again = create(key, BODY);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("etag"))
                .isPresent()
                .isEqualTo(first.headers().firstValue("etag"));
        assertThat(webhooks()).isEqualTo(1);
    }

    @Test
    void theSameJsonWrittenAnotherWayIsTheSameRequest() {
        HttpResponse<String> first = create(key, BODY);

        HttpResponse<String> again =
                create(key, "{ \"events\":[\"payment\\u002ecompleted\"],\n\"url\":\"" + ApiUnderTest.URL + "\"}");

        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void theFirstAnswerIsGivenEvenOfAWebhookThatHasChangedOrIsGone() {
        HttpResponse<String> first = create(key, BODY);
        String path = WEBHOOKS + "/" + json(first).getString("id");

        client.patch(path, "{\"disabled\": true}");
        HttpResponse<String> afterTheChange = create(key, BODY);
        client.delete(path);
        HttpResponse<String> afterTheEnd = create(key, BODY);

        assertThat(afterTheChange.body()).isEqualTo(first.body());
        assertThat(afterTheEnd.body()).isEqualTo(first.body());
        assertThat(webhooks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\": \"https://203.0.113.10/other\", \"events\": [\"payment.completed\"]}",
                "{\"url\": \"https://203.0.113.10/hook\", \"events\": []}",
                "{\"url\": \"https://203.0.113.10/hook\"}"
            })
    void anotherRequestUnderTheSameKeyIs422(String other) {
        create(key, BODY);

        HttpResponse<String> refused = create(key, other);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(webhooks()).isEqualTo(1);
    }

    @Test
    void anotherKeyIsAnotherWebhook() {
        create(key, BODY);

        create(key + "x", BODY);

        assertThat(webhooks()).isEqualTo(2);
    }

    @Test
    void eachIntegratorHasKeysOfItsOwn() {
        String other = api.integrator();
        HttpResponse<String> first = create(key, BODY);

        HttpResponse<String> ofTheOther = api.client(other)
                .send("POST", WEBHOOKS, BODY, "Content-Type", "application/json", "Idempotency-Key", key);

        assertThat(ofTheOther.statusCode()).isEqualTo(200);
        assertThat(json(ofTheOther).getString("id")).isNotEqualTo(json(first).getString("id"));
    }

    @Test
    void twentyAtOnceWithOneKeyRegisterOneWebhook() {
        List<CompletableFuture<HttpResponse<String>>> creations = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> create(key, BODY)))
                .toList();

        List<HttpResponse<String>> answers =
                creations.stream().map(CompletableFuture::join).toList();

        assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        assertThat(webhooks()).isEqualTo(1);
    }

    @Test
    void whatIsRefusedIsNotRemembered() {
        List<String> ids =
                IntStream.range(0, 16).mapToObj(i -> api.register(client)).toList();
        HttpResponse<String> refused = create(key, BODY);
        client.delete(WEBHOOKS + "/" + ids.get(0));

        HttpResponse<String> created = create(key, BODY);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(created.statusCode()).isEqualTo(200);
    }

    @Test
    void aRepetitionAtTheLimitIsAnsweredLikeTheFirst() {
        HttpResponse<String> first = create(key, BODY);
        IntStream.range(0, 15).forEach(i -> api.register(client));

        assertThat(create(key, BODY).body()).isEqualTo(first.body());
    }

    @Test
    void aRepetitionIsAnsweredThoughItsUrlWouldBeRefusedNow() {
        HttpResponse<String> first = create(key, BODY);

        HttpResponse<String> again = api.strictClient(integrator)
                .send("POST", WEBHOOKS, BODY, "Content-Type", "application/json", "Idempotency-Key", key);
        HttpResponse<String> withAnotherKey = api.strictClient(integrator)
                .send("POST", WEBHOOKS, BODY, "Content-Type", "application/json", "Idempotency-Key", key + "x");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(withAnotherKey.statusCode()).isEqualTo(400);
    }

    @Test
    void aKeyEndsAfter24HoursAndIsThenFree() {
        HttpResponse<String> first = create(key, BODY);
        age("23 hours 59 minutes 50 seconds");
        HttpResponse<String> justBefore = create(key, BODY);
        age("24 hours");

        HttpResponse<String> later = create(key, BODY);

        assertThat(justBefore.body()).isEqualTo(first.body());
        assertThat(json(later).getString("id")).isNotEqualTo(json(first).getString("id"));
        assertThat(create(key, BODY).body()).isEqualTo(later.body());
    }

    @Test
    void keysThatHaveEndedAreRemoved() {
        create(key, BODY);
        create(key + "x", BODY);
        age("24 hours");

        int forgotten = IdempotencyStore.forgetEnded(api.pool)
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        assertThat(forgotten).isPositive();
        assertThat(api.sql("select key from idempotency_key where integrator_id = $1", integrator))
                .extracting(row -> row.getString("key"))
                .containsExactly(key + "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b"})
    void whatIsNoKeyIsAFault(String malformed) {
        HttpResponse<String> refused = create(malformed, BODY);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo("header/Idempotency-Key");
    }

    /** Said by hand, as the JDK's client makes question marks of what isn't ASCII. */
    @Test
    void aKeyThatIsNotAsciiIsAFault() {
        String token = api.issuer.rs256(TokenIssuer.claims(integrator, "webhooks:write"));

        RawHttp.Answer refused = RawHttp.ask(
                api.open,
                "POST " + ApiUnderTest.WEBHOOKS + " HTTP/1.1",
                "Authorization: Bearer " + token,
                "Content-Type: application/json",
                "Idempotency-Key: clé",
                "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo("header/Idempotency-Key");
    }

    @Test
    void aKeyHas255CharactersAtMost() {
        assertThat(create("k".repeat(255), BODY).statusCode()).isEqualTo(200);
        assertThat(create("k".repeat(256), BODY).statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> create(String idempotencyKey, String body) {
        return client.send(
                "POST", WEBHOOKS, body, "Content-Type", "application/json", "Idempotency-Key", idempotencyKey);
    }

    private void age(String interval) {
        api.sql(
                "update idempotency_key set created_at = now() - ($3::text)::interval where integrator_id = $1 and key = $2",
                integrator,
                key,
                interval);
    }

    private int webhooks() {
        return api.sql("select 1 from webhook where integrator_id = $1", integrator)
                .size();
    }
}
