package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is set for a webhook besides its published fields. */
class WebhookSettingsTest {

    private static final String UNTOUCHED =
            "{\"description\":\"\",\"maxInFlight\":null,\"ratePerSecond\":null,\"headers\":{}}";

    private final ApiUnderTest api = ApiUnderTest.get();
    private final ContractClient client = api.client(api.integrator());
    private final String id = api.register(client);
    private final String path = WEBHOOKS + "/" + id + "/settings";

    @Test
    void aNewWebhookHasNoneSet() {
        assertThat(client.get(path).body()).isEqualTo(UNTOUCHED);
    }

    @Test
    void whatIsGivenIsChangedAndTheRestStays() {
        client.patch(path, "{\"description\": \"ours\", \"maxInFlight\": 4, \"headers\": {\"X-Team\": \"pay ments\"}}");

        HttpResponse<String> changed = client.patch(path, "{\"ratePerSecond\": 7}");

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(json(changed))
                .isEqualTo(
                        new JsonObject(
                                "{\"description\":\"ours\",\"maxInFlight\":4,\"ratePerSecond\":7,\"headers\":{\"X-Team\":\"pay ments\"}}"));
        assertThat(client.get(path).body()).isEqualTo(changed.body());
    }

    @Test
    void nullTakesEachFieldBackToWhatItWas() {
        client.patch(
                path,
                "{\"description\": \"ours\", \"maxInFlight\": 4, \"ratePerSecond\": 7, \"headers\": {\"A\": \"b\"}}");

        HttpResponse<String> reset = client.patch(
                path, "{\"description\": null, \"maxInFlight\": null, \"ratePerSecond\": null, \"headers\": null}");

        assertThat(reset.body()).isEqualTo(UNTOUCHED);
    }

    @Test
    void headersAreReplacedAsAWhole() {
        client.patch(path, "{\"headers\": {\"A\": \"1\", \"B\": \"2\"}}");

        HttpResponse<String> changed = client.patch(path, "{\"headers\": {\"Authorization\": \"Basic abc\"}}");

        assertThat(json(changed).getJsonObject("headers"))
                .isEqualTo(new JsonObject().put("Authorization", "Basic abc"));
    }

    @Test
    void theTagOfAChangeIsTheStates() {
        HttpResponse<String> changed =
                client.patch(path, "{\"headers\": {\"X-Team\": \"a\", \"B\": \"2\", \"A\": \"1\"}}");

        HttpResponse<String> read = client.get(path);
        assertThat(read.headers().firstValue("ETag"))
                .isEqualTo(changed.headers().firstValue("ETag"));
        assertThat(read.body()).isEqualTo(changed.body());
    }

    @Test
    void settingsThatHaveChangedSinceTheyWereReadAreLeftAsTheyAre() {
        String stale = client.get(path).headers().firstValue("ETag").orElseThrow();
        client.patch(path, "{\"ratePerSecond\": 7}");

        HttpResponse<String> refused = client.send(
                "PATCH", path, "{\"maxInFlight\": 1}", "Content-Type", "application/json", "If-Match", stale);

        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(json(client.get(path)).getValue("maxInFlight")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"maxInFlight\": 0}|/maxInFlight|must not be less than 1",
                "{\"maxInFlight\": 1001}|/maxInFlight|must not be more than 1000",
                "{\"maxInFlight\": \"8\"}|/maxInFlight|must be an integer or null",
                "{\"maxInFlight\": 1e99}|/maxInFlight|must not be more than 1000",
                "{\"ratePerSecond\": 10001}|/ratePerSecond|must not be more than 10000",
                "{\"ratePerSecond\": 1.5}|/ratePerSecond|must be an integer or null",
                "{\"description\": 1}|/description|must be a string or null",
                "{\"headers\": []}|/headers|must be an object or null",
                "{\"headers\": {\"A\": 1}}|/headers/A|must be a string",
                "{\"headers\": {\"A\": null}}|/headers/A|must be a string",
                "{\"secret\": \"x\"}|/secret|is not a field of this request",
            })
    void aFieldThatIsNoneIsNamed(String body, String pointer, String detail) {
        HttpResponse<String> refused = client.patch(path, body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).getJsonArray("errors"))
                .containsExactly(new JsonObject().put("pointer", pointer).put("detail", detail));
        assertThat(client.get(path).body()).isEqualTo(UNTOUCHED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "CONTENT-LENGTH",
                "content-type",
                "Transfer-Encoding",
                "connection",
                "Keep-Alive",
                "TE",
                "trailer",
                "traceparent",
                "TraceState",
                "Upgrade",
                "Expect",
                "user-agent",
                "Accept-Encoding",
                "Proxy-Authorization",
                "webhook-id",
                "Webhook-Anything",
                "",
                "a b",
                "a:",
                "ä",
                "a\\r\\nb",
                "a/b~c",
                ":path",
            })
    void aNameThatMustNotBeSentIsRefusedAtItsPointer(String name) {
        HttpResponse<String> refused = client.patch(path, "{\"headers\": {\"" + name + "\": \"x\"}}");

        String plain = new JsonObject("{\"name\": \"" + name + "\"}").getString("name");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo("/headers/" + plain.replace("~", "~0").replace("/", "~1"));
        assertThat(client.get(path).body()).isEqualTo(UNTOUCHED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " x", "x ", "a\\r\\nX-Evil: 1", "a\\nb", "a\\u0000b", "ä", "\\u007f"})
    void aValueThatWouldNotBeOneFieldIsRefused(String value) {
        HttpResponse<String> refused = client.patch(path, "{\"headers\": {\"X-A\": \"" + value + "\"}}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo("/headers/X-A");
    }

    @Test
    void aNameInTwoSpellingsIsRefused() {
        HttpResponse<String> refused = client.patch(path, "{\"headers\": {\"X-A\": \"1\", \"x-a\": \"2\"}}");

        assertThat(json(refused).getJsonArray("errors"))
                .containsExactly(
                        new JsonObject().put("pointer", "/headers/x-a").put("detail", "is the same field as X-A"));
    }

    @Test
    void noMoreThanSixteenFieldsAndNoLongerTextsAreTaken() {
        HttpResponse<String> many = client.patch(path, "{\"headers\": {" + fields(17) + "}}");
        HttpResponse<String> longName = client.patch(path, "{\"headers\": {\"" + "n".repeat(65) + "\": \"v\"}}");
        HttpResponse<String> longValue = client.patch(path, "{\"headers\": {\"n\": \"" + "v".repeat(1025) + "\"}}");
        HttpResponse<String> longDescription = client.patch(path, "{\"description\": \"" + "d".repeat(257) + "\"}");
        HttpResponse<String> longest = client.patch(
                path,
                "{\"description\": \"" + "d".repeat(256) + "\", \"headers\": {\"" + "n".repeat(64) + "\": \""
                        + "v".repeat(1024) + "\", " + fields(15) + "}}");

        assertThat(json(many).getJsonArray("errors"))
                .containsExactly(
                        new JsonObject().put("pointer", "/headers").put("detail", "must not have more than 16 fields"));
        assertThat(longName.statusCode()).isEqualTo(400);
        assertThat(longValue.statusCode()).isEqualTo(400);
        assertThat(longDescription.statusCode()).isEqualTo(400);
        assertThat(longest.statusCode()).isEqualTo(200);
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"f" + i + "\": \"v\"").collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PATCH"})
    void anothersSettingsAndThoseOfNobodyAreTheSame(String method) {
        String anothers = api.register(api.client(api.integrator()));

        HttpResponse<String> ofAnother = ask(method, anothers);
        HttpResponse<String> ofNobody = ask(method, UUID.randomUUID().toString());

        assertThat(ofAnother.statusCode()).isEqualTo(404);
        assertThat(json(ofAnother).getString("resourceType")).isEqualTo("webhook");
        assertThat(ofNobody.statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> ask(String method, String webhookId) {
        String body = method.equals("PATCH") ? "{\"maxInFlight\": 1}" : null;
        return client.send(method, WEBHOOKS + "/" + webhookId + "/settings", body, "Content-Type", "application/json");
    }
}
