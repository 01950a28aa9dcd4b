package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the platform's own people see and do across integrators. */
class OperatorTest {

    private static final String ALL = "/v1/operator/webhooks";
    private static final String INTEGRATORS = "/v1/operator/integrators/";

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);
    private final ContractClient operator = api.client(api.open, "nobody", "operator");

    @Test
    void disabledWebhooksAreListedAcrossIntegratorsWithTheReason() {
        String failing = api.register(client);
        String other = api.integrator();
        String stopped = api.register(api.client(other));
        api.register(client);
        disable(failing, DisabledReason.FAILURES);
        api.client(other).patch(WEBHOOKS + "/" + stopped, "{\"disabled\": true}");

        List<JsonObject> listed = everyPage(ALL + "?disabled=true&limit=2");

        assertThat(listed)
                .extracting(standing -> standing.getJsonObject("webhook").getString("id"))
                .isSortedAccordingTo((one, next) -> next.compareTo(one))
                .contains(failing, stopped);
        JsonObject standing = of(failing, listed);
        assertThat(standing.getString("integratorId")).isEqualTo(integrator);
        assertThat(standing.getString("disabledReason")).isEqualTo("failures");
        assertThat(standing.getString("disabledAt")).isNotNull();
        assertThat(of(stopped, listed).getString("disabledReason")).isEqualTo("manual");
        assertThat(listed).allMatch(one -> one.getJsonObject("webhook").getBoolean("disabled"));
    }

    @Test
    void oneIntegratorsWebhooksAreListedNewestFirst() {
        String first = api.register(client);
        String second = api.register(client);
        api.register(api.client(api.integrator()));

        List<JsonObject> all = everyPage(ALL + "?limit=1&integrator=" + integrator);
        List<JsonObject> disabled = everyPage(ALL + "?disabled=true&integrator=" + integrator);
        List<JsonObject> enabled = everyPage(ALL + "?disabled=false&integrator=" + integrator);

        assertThat(all)
                .extracting(one -> one.getJsonObject("webhook").getString("id"))
                .containsExactly(second, first);
        assertThat(disabled).isEmpty();
        assertThat(enabled).hasSize(2);
        assertThat(enabled.get(0).getValue("disabledReason")).isNull();
    }

    @Test
    void aWebhookIsEnabledForItsIntegrator() {
        String id = api.register(client);
        disable(id, DisabledReason.GONE);

        HttpResponse<String> enabled = operator.send("POST", ALL + "/" + id + "/enable", null);
        HttpResponse<String> again = operator.send("POST", ALL + "/" + id + "/enable", null);
        HttpResponse<String> nobodys = operator.send("POST", ALL + "/" + UUID.randomUUID() + "/enable", null);

        assertThat(json(enabled).getBoolean("disabled")).isFalse();
        assertThat(json(client.get(WEBHOOKS + "/" + id))).isEqualTo(json(enabled));
        assertThat(again.body()).isEqualTo(enabled.body());
        assertThat(nobodys.statusCode()).isEqualTo(404);
        assertThat(json(nobodys).getString("resourceType")).isEqualTo("webhook");
    }

    @Test
    void anIntegratorIsReadWithTheNumberOfItsWebhooks() {
        api.register(client);
        api.register(client);

        JsonObject known = json(operator.get(INTEGRATORS + integrator));
        HttpResponse<String> unknown = operator.get(INTEGRATORS + "never-was");

        assertThat(known.getString("id")).isEqualTo(integrator);
        assertThat(known.getInteger("webhooks")).isEqualTo(2);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).getString("resourceType")).isEqualTo("integrator");
        assertThat(json(unknown).getString("resourceId")).isEqualTo("never-was");
    }

    @Test
    void anIntegratorThatIsMadeUnknownHasNoWebhooksAndCanRegisterNone() {
        String id = api.register(client);
        String others = api.register(api.client(api.integrator()));

        HttpResponse<String> deleted = operator.delete(INTEGRATORS + integrator);

        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(client.get(WEBHOOKS + "/" + id).statusCode()).isEqualTo(404);
        assertThat(client.post(WEBHOOKS, "{\"url\": \"" + ApiUnderTest.URL + "\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(operator.get(INTEGRATORS + integrator).statusCode()).isEqualTo(404);
        assertThat(operator.delete(INTEGRATORS + integrator).statusCode()).isEqualTo(404);
        assertThat(of(others, everyPage(ALL + "?limit=100"))).isNotNull();
    }

    private void disable(String id, DisabledReason reason) {
        api.pool
                .withTransaction(
                        connection -> WebhookStore.disable(connection, List.of(UUID.fromString(id)), List.of(reason)))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private List<JsonObject> everyPage(String path) {
        List<JsonObject> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = json(operator.get(path + cursor));
            page.getJsonArray("data").forEach(one -> all.add((JsonObject) one));
            cursor = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
        } while (cursor != null);
        return all;
    }

    private static JsonObject of(String id, List<JsonObject> standings) {
        return standings.stream()
                .filter(one -> one.getJsonObject("webhook").getString("id").equals(id))
                .findFirst()
                .orElse(null);
    }
}
