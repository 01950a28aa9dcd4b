package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One attempt at a webhook, and who may read of attempts at all. */
class AttemptDetailTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);
    private final String webhook = api.register(client);
    private final RecordedHistory history = new RecordedHistory(api, integrator);
    private final UUID payment = history.event("pay-1", "payment.completed", ago(50), "{\"amount\": 1.0}");

    private Instant ago(int minutes) {
        return history.ago(Duration.ofMinutes(minutes));
    }

    private String attempts(String query) {
        return WEBHOOKS + "/" + webhook + "/attempts" + query;
    }

    @Test
    void oneAttemptTellsWhatWasSentAndWhatWasAnswered() {
        String attempt = history.answered(webhook, payment, ago(45), 500, "out of memory");

        HttpResponse<String> response = client.get(attempts("/" + attempt));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject single = json(response);
        assertThat(single.getString("id")).isEqualTo(attempt);
        assertThat(single.getString("response")).isEqualTo("out of memory");
        assertThat(single.getJsonObject("request"))
                .isEqualTo(new JsonObject()
                        .put(
                                "headers",
                                new JsonObject()
                                        .put("webhook-id", "pay-1")
                                        .put("webhook-timestamp", String.valueOf(ago(45).getEpochSecond()))
                                        .put("webhook-signature", "v1,…")
                                        .put("content-type", "application/json"))
                        .put(
                                "body",
                                "{\"id\":\"pay-1\",\"type\":\"payment.completed\",\"timestamp\":\"" + ago(50)
                                        + "\",\"data\":{\"amount\": 1.0}}"));
    }

    @Test
    void anAttemptWithoutAnAnswerHasNoResponse() {
        String attempt = history.unanswered(webhook, payment, ago(45), "dns", "the name has no address");

        JsonObject single = json(client.get(attempts("/" + attempt)));

        assertThat(single.containsKey("response")).isTrue();
        assertThat(single.getString("response")).isNull();
        assertThat(single.getString("detail")).isEqualTo("the name has no address");
    }

    @Test
    void anotherWebhooksAttemptIsNotThere() {
        String other = api.register(client);
        String attempt = history.answered(other, payment, ago(45), 200, null);

        HttpResponse<String> response = client.get(attempts("/" + attempt));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).getString("resourceType")).isEqualTo("attempt");
        assertThat(json(response).getString("resourceId")).isEqualTo(attempt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1-2-3-4-5", "%00", "%ED%A0%80", "%F0%9F%98%80", "019aad4a-ee67-763a-9fe0-993abd525c0c", "null"})
    void whatIsNoAttemptIsNotThere(String id) {
        HttpResponse<String> response = client.get(attempts("/" + id));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).getString("resourceType")).isEqualTo("attempt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/attempts", "/attempts?outcome=timeout", "/attempts/%s", "/health"})
    void anothersWebhookAndOneThatNeverWasAreTheSame(String below) {
        String attempt = history.answered(webhook, payment, ago(45), 200, null);
        ContractClient another = api.client(api.integrator());
        String nobodys = UUID.randomUUID().toString();

        HttpResponse<String> ofAnother = another.get(WEBHOOKS + "/" + webhook + below.formatted(attempt));
        HttpResponse<String> ofNobody = another.get(WEBHOOKS + "/" + nobodys + below.formatted(attempt));

        assertThat(ofAnother.statusCode()).isEqualTo(404);
        assertThat(json(ofAnother).getString("resourceType")).isEqualTo("webhook");
        assertThat(withoutInstance(ofAnother).replace(webhook, nobodys)).isEqualTo(withoutInstance(ofNobody));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/attempts", "/attempts/019aad4a-ee67-763a-9fe0-993abd525c0c", "/health"})
    void readingNeedsItsScope(String below) {
        ContractClient nobody = new ContractClient(api.open, null);
        ContractClient writer = api.client(api.open, integrator, "webhooks:write");

        HttpResponse<String> unknown = nobody.get(WEBHOOKS + "/" + webhook + below);
        HttpResponse<String> unentitled = writer.get(WEBHOOKS + "/" + webhook + below);

        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unentitled.statusCode()).isEqualTo(403);
    }

    private static String withoutInstance(HttpResponse<String> response) {
        JsonObject problem = json(response);
        problem.remove("instance");
        return problem.encode();
    }
}
