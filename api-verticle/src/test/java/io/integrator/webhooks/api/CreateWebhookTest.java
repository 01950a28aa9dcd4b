package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.EventType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The published operation, field by field. */
class CreateWebhookTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);

    @Test
    void answers200WithExactlyTheFivePublishedFields() {
        String request =
                "{\"url\": \"https://203.0.113.10/hook\", \"events\": [\"payment.completed\", \"account.created\"]}";

        HttpResponse<String> response = client.post(WEBHOOKS, request);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        JsonObject webhook = json(response);
        assertThat(webhook.fieldNames()).containsExactly("id", "events", "url", "failureCount", "disabled");
        assertThat(UUID.fromString(webhook.getString("id"))).isNotNull();
        assertThat(webhook.getJsonArray("events")).containsExactly("payment.completed", "account.created");
        assertThat(webhook.getString("url")).isEqualTo("https://203.0.113.10/hook");
        assertThat(webhook.getInteger("failureCount")).isZero();
        assertThat(webhook.getBoolean("disabled")).isFalse();
    }

    @Test
    void eventsDefaultsToAnEmptyArray() {
        HttpResponse<String> response = client.post(WEBHOOKS, "{\"url\": \"https://203.0.113.10/hook\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).getJsonArray("events")).isEmpty();
    }

    @Test
    void everyPublishedEventTypeIsTaken() {
        List<String> types = List.of(
                "account.created",
                "account.updated",
                "account.deleted",
                "payment.created",
                "payment.updated",
                "payment.completed",
                "payment.refunded",
                "verification.status.updated",
                "capabilities.updated");
        JsonObject request = new JsonObject().put("url", ApiUnderTest.URL).put("events", types);

        HttpResponse<String> response = client.post(WEBHOOKS, request.encode());

        assertThat(json(response).getJsonArray("events")).isEqualTo(new JsonArray(types));
        assertThat(EventType.wireNames()).isEqualTo(types);
    }

    @Test
    void anEventTypeListedTwiceCountsOnce() {
        String request = "{\"url\": \"https://203.0.113.10/hook\","
                + " \"events\": [\"payment.refunded\", \"account.created\", \"payment.refunded\"]}";

        HttpResponse<String> response = client.post(WEBHOOKS, request);

        assertThat(json(response).getJsonArray("events")).containsExactly("payment.refunded", "account.created");
    }

    @Test
    void theUrlIsKeptAsItWasSpelled() {
        String url = "https://203.0.113.10:8443/A%2Fb/../c?d=%7Ee&f=%C3%A9";

        HttpResponse<String> response =
                client.post(WEBHOOKS, new JsonObject().put("url", url).encode());

        assertThat(json(response).getString("url")).isEqualTo(url);
    }

    @Test
    void aUrlOf2048CharactersIsTaken() {
        String url = ApiUnderTest.URL + "/" + "a".repeat(2_048 - ApiUnderTest.URL.length() - 1);

        HttpResponse<String> response =
                client.post(WEBHOOKS, new JsonObject().put("url", url).encode());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).getString("url")).isEqualTo(url);
    }

    @Test
    void aHostThatDoesNotResolveIsAdmitted() {
        HttpResponse<String> response =
                api.strictClient(integrator).post(WEBHOOKS, "{\"url\": \"https://hooks.example.invalid/hook\"}");

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void withoutATokenIs401WithTheScopeThatIsNeeded() {
        ContractClient nobody = new ContractClient(api.open, null);

        HttpResponse<String> response = nobody.post(WEBHOOKS, "{\"url\": \"https://203.0.113.10/hook\"}");

        assertThat(response.statusCode()).isEqualTo(401);
        JsonObject problem = json(response);
        assertThat(problem.getString("type")).isEqualTo("about:blank");
        assertThat(problem.getString("title")).isEqualTo("Unauthorized");
        assertThat(problem.getInteger("status")).isEqualTo(401);
        assertThat(problem.getString("detail")).isNotBlank();
        assertThat(problem.getString("instance")).startsWith("urn:uuid:");
        assertThat(problem.getString("realm")).isEqualTo("integrator-webhooks");
        assertThat(problem.getString("scope")).isEqualTo("webhooks:write");
    }

    @Test
    void anIntegratorThatThePlatformHasNotMadeKnownIs404() {
        HttpResponse<String> response =
                api.client("stranger").post(WEBHOOKS, "{\"url\": \"https://203.0.113.10/hook\"}");

        assertThat(response.statusCode()).isEqualTo(404);
        JsonObject problem = json(response);
        assertThat(problem.getString("title")).isEqualTo("Not Found");
        assertThat(problem.getString("resourceType")).isEqualTo("integrator");
        assertThat(problem.getString("resourceId")).isEqualTo("stranger");
    }

    @Test
    void theSeventeenthWebhookIs409() {
        IntStream.range(0, 16).forEach(i -> api.register(client));

        HttpResponse<String> response = client.post(WEBHOOKS, "{\"url\": \"https://203.0.113.10/hook\"}");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(json(response).getString("detail")).contains("16 webhooks");
    }

    @Test
    void twentyAtOnceGiveExactlySixteen() {
        List<CompletableFuture<Integer>> creations = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> client.post(WEBHOOKS, "{\"url\": \"https://203.0.113.10/hook\"}")
                                .statusCode()))
                .toList();

        List<Integer> statuses = creations.stream().map(CompletableFuture::join).toList();

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(16);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(4);
        assertThat(api.sql("select 1 from webhook where integrator_id = $1", integrator)
                        .size())
                .isEqualTo(16);
    }
}
