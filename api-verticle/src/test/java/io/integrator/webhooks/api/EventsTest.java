package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happened to an integrator. */
class EventsTest {

    private static final String EVENTS = "/v1/integrator/events";

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);
    private final RecordedHistory history = new RecordedHistory(api, integrator);

    private Instant ago(int minutes) {
        return history.ago(Duration.ofMinutes(minutes));
    }

    @Test
    void theListTellsOfEachEventNewestFirst() {
        history.event("acc-1", "account.created", ago(50), "{\"a\": 1}");
        history.event("pay-1", "payment.completed", ago(40), "{\"a\": 2}");

        HttpResponse<String> response = client.get(EVENTS);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response))
                .isEqualTo(new JsonObject()
                        .put(
                                "data",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("id", "pay-1")
                                                .put("type", "payment.completed")
                                                .put("timestamp", ago(40).toString())
                                                .put("recordedAt", ago(40).toString()))
                                        .add(new JsonObject()
                                                .put("id", "acc-1")
                                                .put("type", "account.created")
                                                .put("timestamp", ago(50).toString())
                                                .put("recordedAt", ago(50).toString())))
                        .put("next", null));
    }

    @Test
    void anIntegratorSeesItsOwnEventsOnly() {
        history.event("acc-1", "account.created", ago(50), "{}");
        ContractClient another = api.client(api.integrator());
        ContractClient unknown = api.client("nobody-knows");

        HttpResponse<String> list = another.get(EVENTS);
        HttpResponse<String> single = another.get(EVENTS + "/acc-1");
        HttpResponse<String> ofUnknown = unknown.get(EVENTS);

        assertThat(json(list).getJsonArray("data")).isEmpty();
        assertThat(single.statusCode()).isEqualTo(404);
        assertThat(json(single).getString("resourceType")).isEqualTo("event");
        assertThat(json(single).getString("resourceId")).isEqualTo("acc-1");
        assertThat(json(ofUnknown).getJsonArray("data")).isEmpty();
    }

    @Test
    void testsAreNoEvents() {
        history.event("test-1", "webhook.test", ago(50), "{}");

        HttpResponse<String> list = client.get(EVENTS);
        HttpResponse<String> single = client.get(EVENTS + "/test-1");
        HttpResponse<String> asked = client.get(EVENTS + "?type=webhook.test");

        assertThat(json(list).getJsonArray("data")).isEmpty();
        assertThat(single.statusCode()).isEqualTo(404);
        assertThat(asked.statusCode()).isEqualTo(400);
    }

    @Test
    void pagesStayWhereTheyAreWhileEventsAreAdded() {
        for (int minute = 50; minute > 45; minute--) {
            history.event("old-" + minute, "account.created", ago(minute), "{}");
        }
        List<String> read = new ArrayList<>();
        String next = "";

        for (int minute = 40; next != null; minute--) {
            JsonObject page = json(client.get(EVENTS + "?limit=2" + (next.isEmpty() ? "" : "&cursor=" + next)));
            read.addAll(ids(page));
            next = page.getString("next");
            history.event("new-" + minute, "account.created", ago(minute), "{}");
        }

        assertThat(read).containsExactly("old-46", "old-47", "old-48", "old-49", "old-50");
    }

    @Test
    void onlyWhatIsAskedForIsListed() {
        history.event("a", "account.created", ago(50), "{}");
        history.event("b", "payment.created", ago(45), "{}");
        history.event("c", "account.created", ago(40), "{}");
        history.event("d", "account.created", ago(35), "{}");

        JsonObject page = json(client.get(EVENTS + "?type=account.created&since=" + ago(45) + "&until=" + ago(35)));

        assertThat(ids(page)).containsExactly("c");
    }

    @ParameterizedTest
    @CsvSource({
        "?type=payment, query/type",
        "?since=now, query/since",
        "?until=2026-11-24T09:30:00, query/until",
        "?limit=1000, query/limit",
        "?cursor=AAAA, query/cursor",
        "?outcome=ok, query/outcome",
    })
    void aWrongFilterIsNamed(String query, String pointer) {
        HttpResponse<String> response = client.get(EVENTS + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo(pointer);
    }

    @Test
    void oneEventHasItsDataByteForByte() {
        String data =
                "{\"z\": 1.0, \"a\":12.50,\"e\" : 1e3, \"big\": 12345678901234567890123, \"é\": \"\\u00e9\\/\", \"n\": { } }";
        history.event("pay-1", "payment.completed", ago(50), data);

        HttpResponse<String> response = client.get(EVENTS + "/pay-1");

        assertThat(response.body())
                .isEqualTo("{\"id\":\"pay-1\",\"type\":\"payment.completed\",\"timestamp\":\"" + ago(50)
                        + "\",\"data\":" + data + ",\"recordedAt\":\"" + ago(50) + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "a%2Fb",
                "100%",
                "a+b",
                "?q=1&r#f",
                "a;b=c",
                "\"\\",
                "{eventId}",
                "~!$&'()*,:@",
                "...",
                "a:b"
            })
    void anIdMayHaveAnyVisibleCharacter(String id) {
        history.event(id, "account.created", ago(50), "{}");

        HttpResponse<String> response = client.get(
                EVENTS + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response).getString("id")).isEqualTo(id);
    }

    @Test
    void ofTwoEventsWithOneIdItIsTheLater() {
        history.event("again", "account.created", history.ago(Duration.ofDays(3)), "{\"was\": \"first\"}");
        history.event("again", "account.created", ago(50), "{\"was\": \"second\"}");

        JsonObject event = json(client.get(EVENTS + "/again"));

        assertThat(event.getJsonObject("data").getString("was")).isEqualTo("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"never-was", "%00", "%ED%A0%80", "%20", "%C3%A9", "a%00b"})
    void whatIsNoEventIsNotThere(String id) {
        HttpResponse<String> response = client.get(EVENTS + "/" + id);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).getString("resourceType")).isEqualTo("event");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/acc-1"})
    void readingNeedsItsScope(String below) {
        HttpResponse<String> unknown = new ContractClient(api.open, null).get(EVENTS + below);
        HttpResponse<String> unentitled =
                api.client(api.open, integrator, "webhooks:write").get(EVENTS + below);

        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unentitled.statusCode()).isEqualTo(403);
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("data").stream()
                .map(event -> ((JsonObject) event).getString("id"))
                .toList();
    }
}
