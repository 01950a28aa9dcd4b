package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading, changing and deleting webhooks. */
class WebhooksTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);

    @Test
    void aWebhookIsReadAsItWasCreated() {
        HttpResponse<String> created = client.post(WEBHOOKS, "{\"url\": \"https://203.0.113.10/hook\"}");

        HttpResponse<String> read = client.get(WEBHOOKS + "/" + json(created).getString("id"));

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(created.body());
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "PATCH, ''", "DELETE, ''", "GET, /secret", "POST, /secret/rotate"})
    void anothersWebhookAndOneThatNeverWasAreTheSame(String method, String below) {
        String anothers = api.register(api.client(api.integrator()));
        String nobodys = UUID.randomUUID().toString();

        HttpResponse<String> ofAnother = ask(method, anothers, below);
        HttpResponse<String> ofNobody = ask(method, nobodys, below);

        assertThat(ofAnother.statusCode()).isEqualTo(404);
        assertThat(json(ofAnother).getString("resourceType")).isEqualTo("webhook");
        assertThat(json(ofAnother).getString("resourceId")).isEqualTo(anothers);
        assertThat(anonymous(ofAnother, anothers)).isEqualTo(anonymous(ofNobody, nobodys));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1-1-1-1-1", "%00", "%FF", "..%2F..%2Fetc", "019aad4a-ee67-763a-9fe0-993abd525c0c%20"})
    void whatIsNoUuidIsTheIdOfNoWebhook(String id) {
        HttpResponse<String> response = ask("GET", id, "");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).getString("resourceType")).isEqualTo("webhook");
    }

    private HttpResponse<String> ask(String method, String id, String below) {
        String body = method.equals("PATCH") ? "{}" : null;
        return client.send(method, WEBHOOKS + "/" + id + below, body, "Content-Type", "application/json");
    }

    private static String anonymous(HttpResponse<String> response, String id) {
        return response.statusCode()
                + response.headers().map().toString()
                + response.body().replace(id, "ID").replaceAll("urn:uuid:[0-9a-f-]+", "INSTANCE");
    }

    @Test
    void theListIsNewestFirst() {
        List<String> ids =
                IntStream.range(0, 3).mapToObj(i -> api.register(client)).toList();

        JsonObject page = json(client.get(WEBHOOKS));

        assertThat(idsOf(page)).containsExactly(ids.get(2), ids.get(1), ids.get(0));
        assertThat(page.containsKey("next")).isTrue();
        assertThat(page.getString("next")).isNull();
    }

    @Test
    void pagesStayWhereTheyAreWhileWebhooksAreAdded() {
        List<String> before =
                IntStream.range(0, 7).mapToObj(i -> api.register(client)).toList();
        List<String> seen = new ArrayList<>();

        JsonObject page = json(client.get(WEBHOOKS + "?limit=3"));
        seen.addAll(idsOf(page));
        while (page.getString("next") != null) {
            api.register(client);
            page = json(client.get(WEBHOOKS + "?limit=3&cursor=" + page.getString("next")));
            seen.addAll(idsOf(page));
        }

        List<String> newestFirst = new ArrayList<>(before);
        Collections.reverse(newestFirst);
        assertThat(seen).isEqualTo(newestFirst);
    }

    @Test
    void aPageThatEndsTheListSaysSo() {
        IntStream.range(0, 4).forEach(i -> api.register(client));

        JsonObject page = json(client.get(WEBHOOKS + "?limit=4"));

        assertThat(idsOf(page)).hasSize(4);
        assertThat(page.getString("next")).isNull();
    }

    @Test
    void theListCanBeOfDisabledWebhooksOnly() {
        String enabled = api.register(client);
        String disabled = api.register(client);
        client.patch(WEBHOOKS + "/" + disabled, "{\"disabled\": true}");

        assertThat(idsOf(json(client.get(WEBHOOKS + "?disabled=true")))).containsExactly(disabled);
        assertThat(idsOf(json(client.get(WEBHOOKS + "?disabled=false")))).containsExactly(enabled);
    }

    @Test
    void anUnknownIntegratorHasNoWebhooks() {
        HttpResponse<String> response = api.client("stranger").get(WEBHOOKS);

        assertThat(json(response))
                .isEqualTo(new JsonObject().put("data", List.of()).putNull("next"));
    }

    @Test
    void anUpdateLeavesWhatItDoesNotName() {
        String id = api.register(client);

        JsonObject updated = json(client.patch(WEBHOOKS + "/" + id, "{\"events\": [\"account.deleted\"]}"));

        assertThat(updated.getJsonArray("events")).containsExactly("account.deleted");
        assertThat(updated.getString("url")).isEqualTo(ApiUnderTest.URL);
        assertThat(json(client.get(WEBHOOKS + "/" + id))).isEqualTo(updated);
    }

    @Test
    void anEmptyUpdateChangesNothing() {
        String id = api.register(client);
        HttpResponse<String> before = client.get(WEBHOOKS + "/" + id);

        HttpResponse<String> response = client.patch(WEBHOOKS + "/" + id, "{}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(before.body());
    }

    @Test
    void aNewUrlResetsTheFailureCount() {
        String id = api.register(client);
        failed(id, 7);

        JsonObject updated = json(client.patch(WEBHOOKS + "/" + id, "{\"url\": \"https://203.0.113.10/moved\"}"));

        assertThat(updated.getString("url")).isEqualTo("https://203.0.113.10/moved");
        assertThat(updated.getInteger("failureCount")).isZero();
    }

    @Test
    void theSameUrlLeavesTheFailureCount() {
        String id = api.register(client);
        failed(id, 7);

        JsonObject updated = json(client.patch(WEBHOOKS + "/" + id, "{\"url\": \"" + ApiUnderTest.URL + "\"}"));

        assertThat(updated.getInteger("failureCount")).isEqualTo(7);
    }

    @Test
    void enablingResetsTheFailureCount() {
        String id = api.register(client);
        failed(id, 20);
        api.sql(
                "update webhook set disabled = true, disabled_reason = 'failures', disabled_at = now() where id = $1",
                UUID.fromString(id));

        JsonObject updated = json(client.patch(WEBHOOKS + "/" + id, "{\"disabled\": false}"));

        assertThat(updated.getBoolean("disabled")).isFalse();
        assertThat(updated.getInteger("failureCount")).isZero();
    }

    @Test
    void disablingLeavesTheFailureCount() {
        String id = api.register(client);
        failed(id, 3);

        JsonObject updated = json(client.patch(WEBHOOKS + "/" + id, "{\"disabled\": true}"));

        assertThat(updated.getBoolean("disabled")).isTrue();
        assertThat(updated.getInteger("failureCount")).isEqualTo(3);
    }

    @Test
    void aDeletedWebhookIsGone() {
        String id = api.register(client);

        HttpResponse<String> deleted = client.delete(WEBHOOKS + "/" + id);

        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(client.get(WEBHOOKS + "/" + id).statusCode()).isEqualTo(404);
        assertThat(client.delete(WEBHOOKS + "/" + id).statusCode()).isEqualTo(404);
    }

    private void failed(String id, int times) {
        api.sql(
                "update webhook set failure_count = $2, failing_since = now() where id = $1",
                UUID.fromString(id),
                times);
    }

    private static List<String> idsOf(JsonObject page) {
        return page.getJsonArray("data").stream()
                .map(webhook -> ((JsonObject) webhook).getString("id"))
                .toList();
    }
}
