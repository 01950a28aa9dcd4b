package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change that is wanted of one state of a webhook only. */
class IfMatchTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final ContractClient client = api.client(api.integrator());
    private final String id = api.register(client);
    private final String path = WEBHOOKS + "/" + id;

    @Test
    void everyAnswerThatIsOneWebhookTellsItsTag() {
        HttpResponse<String> created = client.post(WEBHOOKS, "{\"url\": \"" + ApiUnderTest.URL + "\"}");
        String own = WEBHOOKS + "/" + json(created).getString("id");

        HttpResponse<String> patched = client.patch(own, "{\"events\": [\"account.deleted\"]}");
        HttpResponse<String> read = client.get(own);

        assertThat(tag(created)).isEqualTo(EntityTag.of(json(created)));
        assertThat(tag(patched)).isEqualTo(EntityTag.of(json(patched))).isNotEqualTo(tag(created));
        assertThat(tag(read)).isEqualTo(tag(patched));
    }

    @Test
    void theTagThatWasReadLetsAChangePass() {
        HttpResponse<String> changed = patch("{\"events\": []}", tag(client.get(path)));

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(json(changed).getJsonArray("events")).isEmpty();
    }

    @Test
    void aWebhookThatHasChangedSinceIsLeftAsItIs() {
        String stale = tag(client.get(path));
        client.patch(path, "{\"events\": [\"account.created\"]}");

        HttpResponse<String> refused = patch("{\"disabled\": true, \"events\": []}", stale);

        assertThat(refused.statusCode()).isEqualTo(412);
        JsonObject webhook = json(client.get(path));
        assertThat(webhook.getJsonArray("events")).containsExactly("account.created");
        assertThat(webhook.getBoolean("disabled")).isFalse();
    }

    @Test
    void aFailureIsAChange() {
        String stale = tag(client.get(path));
        api.sql("update webhook set failure_count = 1, failing_since = now() where id = $1", UUID.fromString(id));

        assertThat(patch("{\"disabled\": true}", stale).statusCode()).isEqualTo(412);
    }

    @Test
    void anEmptyChangeIsHeldToItAsWell() {
        assertThat(patch("{}", "\"other\"").statusCode()).isEqualTo(412);
        assertThat(patch("{}", tag(client.get(path))).statusCode()).isEqualTo(200);
    }

    @Test
    void aStarIsAnyState() {
        assertThat(patch("{\"disabled\": true}", "*").statusCode()).isEqualTo(200);
    }

    @Test
    void aWeakTagMatchesNothing() {
        assertThat(patch("{\"disabled\": true}", "W/" + tag(client.get(path))).statusCode())
                .isEqualTo(412);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "\"abc", "*, \"abc\"", ""})
    void whatIsNoTagIs400BesideTheOtherFaults(String ifMatch) {
        HttpResponse<String> refused = patch("{\"url\": \"ftp://a.example/\"}", ifMatch);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("pointer")))
                .containsExactlyInAnyOrder("header/If-Match", "/url");
    }

    @Test
    void aWebhookThatIsNotThereIs404WhateverTheTag() {
        HttpResponse<String> response = client.send(
                "PATCH",
                WEBHOOKS + "/" + UUID.randomUUID(),
                "{\"disabled\": true}",
                "Content-Type",
                "application/json",
                "If-Match",
                "\"other\"");

        assertThat(response.statusCode()).isEqualTo(404);
    }

    @Test
    void ofManyThatChangeOneStateAtOnceOneWins() {
        String seen = tag(client.get(path));
        List<CompletableFuture<HttpResponse<String>>> changes = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> patch("{\"url\": \"https://203.0.113.10/" + i + "\"}", seen)))
                .toList();

        List<HttpResponse<String>> answers =
                changes.stream().map(CompletableFuture::join).toList();

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 412).hasSize(7);
        List<HttpResponse<String>> won =
                answers.stream().filter(answer -> answer.statusCode() == 200).toList();
        assertThat(won).hasSize(1);
        assertThat(client.get(path).body()).isEqualTo(won.get(0).body());
    }

    @Test
    void aChangeOfAWebhookThatIsDisabledMeanwhileIsRefused() {
        String seen = tag(client.get(path));
        CompletableFuture<HttpResponse<String>> change = new CompletableFuture<>();

        api.inTransaction(connection -> WebhookStore.disable(
                        connection, List.of(UUID.fromString(id)), List.of(DisabledReason.FAILURES))
                .compose(disabled -> {
                    change.completeAsync(() -> patch("{\"events\": []}", seen));
                    return api.untilSomebodyWaitsForALock();
                }));

        assertThat(change.join().statusCode()).isEqualTo(412);
        JsonObject webhook = json(client.get(path));
        assertThat(webhook.getBoolean("disabled")).isTrue();
        assertThat(webhook.getJsonArray("events")).containsExactly("payment.completed");
    }

    @Test
    void aChangeWithoutATagKeepsTheDisableThatCameBetween() {
        CompletableFuture<HttpResponse<String>> change = new CompletableFuture<>();

        api.inTransaction(connection -> WebhookStore.disable(
                        connection, List.of(UUID.fromString(id)), List.of(DisabledReason.FAILURES))
                .compose(disabled -> {
                    change.completeAsync(() -> client.patch(path, "{\"events\": []}"));
                    return api.untilSomebodyWaitsForALock();
                }));

        assertThat(json(change.join()).getBoolean("disabled")).isTrue();
        assertThat(json(change.join()).getJsonArray("events")).isEmpty();
    }

    private HttpResponse<String> patch(String body, String ifMatch) {
        return client.send("PATCH", path, body, "Content-Type", "application/json", "If-Match", ifMatch);
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("etag").orElseThrow();
    }
}
