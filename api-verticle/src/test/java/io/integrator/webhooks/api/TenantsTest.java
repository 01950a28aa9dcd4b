package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** On every path of the document that has an id in it, another integrator's id is answered as one that never was. */
class TenantsTest {

    private static final ApiUnderTest API = ApiUnderTest.get();
    private static final String OTHER = API.integrator();
    private static final String OWN = API.integrator();
    private static final String EVENT = "evt-" + UUID.randomUUID();
    private static final TimeOrderedIds IDS = new TimeOrderedIds(InstantSource.system());
    private static final UUID EVENT_KEY = IDS.next();
    private static final UUID ATTEMPT = IDS.next();
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static final ContractClient CLIENT = API.client(OWN);

    private static String othersWebhook;
    private static String ownWebhook;

    @BeforeAll
    static void giveTheOtherWhatIsAskedFor() {
        othersWebhook = API.register(API.client(OTHER));
        ownWebhook = API.register(CLIENT);
        API.sql(
                "insert into event (integrator_id, key, id, type, occurred_at, body) values ($1, $2, $3, 'payment.completed', now(), $4)",
                OTHER,
                EVENT_KEY,
                EVENT,
                Buffer.buffer("{\"id\":\"" + EVENT
                        + "\",\"type\":\"payment.completed\",\"timestamp\":\"2026-11-24T09:30:00Z\",\"data\":{}}"));
        API.sql(
                "insert into attempt (webhook_id, id, event_key, number, trigger, outcome, duration_ms) values ($1, $2, $3, 1, 'first', 'ok', 1)",
                UUID.fromString(othersWebhook),
                ATTEMPT,
                EVENT_KEY);
    }

    static Stream<Arguments> operations() {
        return ContractClient.DOCUMENT.getJsonObject("paths").stream()
                .filter(path -> path.getKey().startsWith("/v1/integrator/")
                        && path.getKey().contains("{"))
                .flatMap(path -> ((JsonObject) path.getValue())
                        .stream()
                                .filter(entry -> METHODS.contains(entry.getKey()))
                                .map(entry -> Arguments.of(
                                        entry.getKey().toUpperCase(Locale.ROOT), path.getKey(), bodyOf((JsonObject)
                                                entry.getValue()))));
    }

    /** The first example of what the operation is to be asked. */
    private static String bodyOf(JsonObject operation) {
        if (!operation.containsKey("requestBody")) {
            return "";
        }
        JsonObject examples = operation
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("examples");
        String first = examples.fieldNames().iterator().next();
        return examples.getJsonObject(first).getJsonObject("value").encode();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anothersIdsAreAnsweredAsThoseThatNeverWere(String method, String path, String body) {
        Map<String, String> others =
                Map.of("{webhookId}", othersWebhook, "{eventId}", EVENT, "{attemptId}", ATTEMPT.toString());
        Map<String, String> nobodys = nobodys();

        HttpResponse<String> ofAnother = ask(method, path, body, others);
        HttpResponse<String> ofNobody = ask(method, path, body, nobodys);

        assertThat(ofAnother.statusCode()).isEqualTo(404);
        assertThat(anonymous(ofAnother, others)).isEqualTo(anonymous(ofNobody, nobodys));
    }

    static Stream<Arguments> operationsBelowAWebhook() {
        return operations()
                .filter(operation -> ((String) operation.get()[1]).matches(".*webhookId.*(eventId|attemptId).*"));
    }

    @ParameterizedTest
    @MethodSource("operationsBelowAWebhook")
    void anothersIdsBelowAnOwnWebhookAreAnsweredAsThoseThatNeverWere(String method, String path, String body) {
        Map<String, String> others =
                Map.of("{webhookId}", ownWebhook, "{eventId}", EVENT, "{attemptId}", ATTEMPT.toString());
        Map<String, String> nobodys = new HashMap<>(nobodys());
        nobodys.put("{webhookId}", ownWebhook);

        HttpResponse<String> ofAnother = ask(method, path, body, others);
        HttpResponse<String> ofNobody = ask(method, path, body, nobodys);

        assertThat(ofAnother.statusCode()).isEqualTo(404);
        assertThat(anonymous(ofAnother, others)).isEqualTo(anonymous(ofNobody, nobodys));
    }

    @Test
    void theOtherFindsWhatIsItsOwn() {
        ContractClient other = API.client(OTHER);

        assertThat(other.get("/v1/integrator/events/" + EVENT).statusCode()).isEqualTo(200);
        assertThat(other.get("/v1/integrator/webhooks/" + othersWebhook + "/attempts/" + ATTEMPT)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void listsHaveNothingOfTheOther() {
        for (String path : List.of(
                "/v1/integrator/events",
                "/v1/integrator/webhooks",
                "/v1/integrator/webhooks/" + ownWebhook + "/attempts?eventId=" + EVENT)) {
            assertThat(json(CLIENT.get(path)).encode()).as(path).doesNotContain(EVENT, othersWebhook);
        }
    }

    private static Map<String, String> nobodys() {
        return Map.of(
                "{webhookId}", UUID.randomUUID().toString(),
                "{eventId}", "evt-" + UUID.randomUUID(),
                "{attemptId}", UUID.randomUUID().toString());
    }

    private static HttpResponse<String> ask(String method, String path, String body, Map<String, String> ids) {
        String filled = path;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            filled = filled.replace(id.getKey(), id.getValue());
        }
        return body.isEmpty()
                ? CLIENT.send(method, filled, null)
                : CLIENT.send(method, filled, body, "Content-Type", "application/json");
    }

    private static String anonymous(HttpResponse<String> response, Map<String, String> ids) {
        String text = response.statusCode() + response.body().replaceAll("urn:uuid:[0-9a-f-]+", "INSTANCE");
        for (Map.Entry<String, String> id : ids.entrySet()) {
            text = text.replace(id.getValue(), id.getKey());
        }
        return text;
    }
}
