package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every wrong field of every request is named, and all of a request's at once. */
class BadRequestsTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.strictClient(integrator);

    /** Faults that creating and updating have in common. */
    static Stream<Arguments> faultyFields() {
        return Stream.of(
                arguments("{\"url\": null}", "/url"),
                arguments("{\"url\": 7}", "/url"),
                arguments("{\"url\": [\"https://hooks.example.invalid/\"]}", "/url"),
                arguments("{\"url\": {}}", "/url"),
                arguments("{\"url\": \"\"}", "/url"),
                arguments("{\"url\": \"hooks.example.invalid\"}", "/url"),
                arguments("{\"url\": \"javascript:alert(1)\"}", "/url"),
                arguments("{\"url\": \"https://\"}", "/url"),
                arguments("{\"url\": \"https://hooks.example.invalid/a b\"}", "/url"),
                arguments("{\"url\": \"https://hooks.example.invalid/" + "a".repeat(2_048) + "\"}", "/url"),
                arguments("{\"url\": \"https://hooks.example.invalid/" + "a".repeat(65_000) + "\"}", "/url"),
                arguments("{\"url\": \"https://hooks.example.invalid/\\u0000\"}", "/url"),
                arguments("{\"url\": \"https://hooks.example.invalid/\\ud800\"}", "/url"),
                arguments("{\"url\": \"http://hooks.example.invalid/\"}", "/url"),
                arguments("{\"url\": \"https://hooks.example.invalid:8080/\"}", "/url"),
                arguments("{\"url\": \"https://user:secret@hooks.example.invalid/\"}", "/url"),
                arguments("{\"url\": \"https://hooks.example.invalid/#fragment\"}", "/url"),
                arguments("{\"url\": \"https://10.0.0.1/\"}", "/url"),
                arguments("{\"url\": \"https://2130706433/\"}", "/url"),
                arguments("{\"url\": \"https://[::1]/\"}", "/url"),
                arguments("{\"url\": \"https://localhost/\"}", "/url"),
                arguments("{\"url\": \"https://hooks.internal/\"}", "/url"),
                arguments("{\"url\": \"https://hooks.example.invalid/\", \"events\": null}", "/events"),
                arguments("{\"url\": \"https://hooks.example.invalid/\", \"events\": \"payment.created\"}", "/events"),
                arguments("{\"url\": \"https://hooks.example.invalid/\", \"events\": {}}", "/events"),
                arguments("{\"url\": \"https://hooks.example.invalid/\", \"events\": [null]}", "/events/0"),
                arguments("{\"url\": \"https://hooks.example.invalid/\", \"events\": [\"*\"]}", "/events/0"),
                arguments(
                        "{\"url\": \"https://hooks.example.invalid/\", \"events\": [\"payment.created\", \"Payment.Created\"]}",
                        "/events/1"),
                arguments(
                        "{\"url\": \"https://hooks.example.invalid/\", \"events\": [\"payment.created\\u0000\"]}",
                        "/events/0"),
                arguments("{\"url\": \"https://hooks.example.invalid/\", \"colour\": \"red\"}", "/colour"),
                arguments("{\"url\": \"https://hooks.example.invalid/\", \"a/b~ü %41+\": 1}", "/a~1b~0ü %41+"),
                arguments("{\"url\": \"https://hooks.example.invalid/\", \"\\u0000g\": 1}", "/\0g"),
                arguments("{\"url\": \"https://hooks.example.invalid/\", \"failureCount\": 0}", "/failureCount"),
                arguments("{\"url\": \"https://a.example.invalid/\", \"url\": \"https://b.example.invalid/\"}", "/url"),
                arguments("{\"url\": \"https://hooks.example.invalid/\", \"x\": {\"y\": 1, \"y\": 2}}", "/x/y"),
                arguments("{\"url\": \"https://hooks.example.invalid/\"", ""),
                arguments("{\"url\": \"https://hooks.example.invalid/\"} {}", ""),
                arguments("{'url': 'https://hooks.example.invalid/'}", ""),
                arguments("[{\"url\": \"https://hooks.example.invalid/\"}]", ""),
                arguments("\"https://hooks.example.invalid/\"", ""),
                arguments("null", ""),
                arguments("", ""),
                arguments("   ", ""),
                arguments("{\"url\":".repeat(40), ""),
                arguments("[".repeat(60_000), ""),
                arguments(
                        "{\"url\": \"https://hooks.example.invalid/\", \"events\": [" + "0,".repeat(5_000) + "0]}", ""),
                arguments("{\"url\": \"https://hooks.example.invalid/é\"}", "/url"));
    }

    @ParameterizedTest
    @MethodSource("faultyFields")
    void creatingNamesTheField(String request, String pointer) {
        HttpResponse<String> response = client.post(WEBHOOKS, request);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(pointers(response)).contains(pointer);
    }

    @ParameterizedTest
    @MethodSource("faultyFields")
    void updatingNamesTheField(String request, String pointer) {
        String id = api.register(api.client(integrator));

        HttpResponse<String> response = client.patch(WEBHOOKS + "/" + id, request);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(pointers(response)).contains(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"disabled\": null}", "{\"disabled\": \"true\"}", "{\"disabled\": 0}"})
    void updatingNamesDisabled(String request) {
        String id = api.register(api.client(integrator));

        HttpResponse<String> response = client.patch(WEBHOOKS + "/" + id, request);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(pointers(response)).containsExactly("/disabled");
    }

    @Test
    void aMissingUrlIsNamed() {
        HttpResponse<String> response = client.post(WEBHOOKS, "{}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).getJsonArray("errors").getJsonObject(0))
                .isEqualTo(new JsonObject().put("pointer", "/url").put("detail", "is required"));
    }

    @Test
    void allFaultsAreToldAtOnce() {
        String request =
                "{\"url\": \"http://10.0.0.1/\", \"events\": [\"x\", \"payment.created\", 5], \"colour\": 1, \"disabled\": true}";

        HttpResponse<String> response = client.post(WEBHOOKS + "?dryRun=1", request);

        assertThat(pointers(response))
                .containsExactlyInAnyOrder("query/dryRun", "/url", "/events/0", "/events/2", "/colour", "/disabled");
    }

    @Test
    void anAnswerListsAHundredFaultsAtMost() {
        String request = "{\"url\": \"https://hooks.example.invalid/\", \"events\": [" + "0,".repeat(500) + "0]}";

        HttpResponse<String> response = client.post(WEBHOOKS, request);

        assertThat(pointers(response)).hasSize(100);
        assertThat(json(response).getString("detail")).contains("501");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        HttpResponse<String> response =
                client.send("POST", WEBHOOKS, "{\"url\": \"\ud800\"}", "Content-Type", "application/json");

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "disabled=yes, query/disabled",
        "disabled=, query/disabled",
        "disabled=true&disabled=false, query/disabled",
        "limit=0, query/limit",
        "limit=101, query/limit",
        "limit=ten, query/limit",
        "limit=1.5, query/limit",
        "limit=99999999999999999999, query/limit",
        "limit=, query/limit",
        "cursor=, query/cursor",
        "cursor=abc, query/cursor",
        "cursor=%00, query/cursor",
        "cursor=AZqtSu5ndjqf4Jk6vVJcDA%3D%3D, query/cursor",
        "cursor=AZqtSu5ndjqf4Jk6vVJcDB, query/cursor",
        "Limit=5, query/Limit",
        "page=2, query/page"
    })
    void listingNamesTheParameter(String query, String pointer) {
        HttpResponse<String> response = client.get(WEBHOOKS + "?" + query);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(pointers(response)).containsExactly(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20", "a%00b", "ü"})
    void anIntegratorsIdIsVisibleAscii(String id) {
        assertIntegratorIdRefused(id.replace("ü", "%C3%BC"));
    }

    @Test
    void anIntegratorsIdHas128CharactersAtMost() {
        assertIntegratorIdRefused("a".repeat(129));
    }

    private void assertIntegratorIdRefused(String id) {
        ContractClient operator = api.client(api.open, "anybody", "operator");

        HttpResponse<String> response = operator.send("PUT", "/v1/operator/integrators/" + id, null);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(pointers(response)).containsExactly("path/integratorId");
    }

    private static List<String> pointers(HttpResponse<String> response) {
        return json(response).getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("pointer"))
                .toList();
    }
}
