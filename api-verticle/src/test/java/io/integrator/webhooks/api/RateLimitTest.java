package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.settings.ApiSettings;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How fast an integrator may ask, and how it learns where it stands. */
class RateLimitTest {

    private static final String REFUSED = "webhooks.api.refused.requests";

    private static final List<String> FIELDS = List.of("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset");

    private final ApiUnderTest api = ApiUnderTest.get();

    private String limited(int rate, int burst) {
        return api.deploy(new ApiSettings(
                        rate,
                        burst,
                        List.of(),
                        Duration.ofSeconds(15),
                        8,
                        256,
                        Duration.ofSeconds(15),
                        ApiUnderTest.ROOM))
                .base();
    }

    @Test
    void whoAsksTooFastIsToldWhenToAskAgain() {
        String base = limited(1, 3);
        ContractClient hasty = api.client(base, api.integrator(), "webhooks:read");
        ContractClient other = api.client(base, api.integrator(), "webhooks:read");

        List<HttpResponse<String>> answers =
                Stream.generate(() -> hasty.get(WEBHOOKS)).limit(8).toList();

        HttpResponse<String> refused = answers.stream()
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(answers.subList(0, 3)).allMatch(answer -> answer.statusCode() == 200);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(refused.headers().firstValue("RateLimit-Remaining")).hasValue("0");
        assertThat(json(refused).getString("detail")).contains("1 times a second", "3 times at once");
        assertThat(other.get(WEBHOOKS).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsRefusedIsNotDone() {
        String integrator = api.integrator();
        ContractClient client = api.client(limited(1, 1), integrator, "webhooks:write");
        double refusedBefore = api.counted(REFUSED, "reason", "rate");
        String webhook = new JsonObject().put("url", ApiUnderTest.URL).encode();

        List<Integer> statuses = Stream.generate(
                        () -> client.post(WEBHOOKS, webhook).statusCode())
                .limit(5)
                .toList();

        long registered = api.sql("select count(*) from webhook where integrator_id = $1", integrator)
                .iterator()
                .next()
                .getLong(0);
        assertThat(statuses).contains(429);
        assertThat(api.counted(REFUSED, "reason", "rate") - refusedBefore).isEqualTo((double) (5 - registered));
        assertThat(registered)
                .isEqualTo(statuses.stream().filter(status -> status == 200).count());
    }

    @Test
    void everyAnswerToAGoodTokenTellsWhereItStands() {
        ContractClient client = api.client(limited(50, 100), api.integrator(), "webhooks:read webhooks:write");

        List<HttpResponse<String>> answers = List.of(
                client.get(WEBHOOKS),
                client.get(WEBHOOKS + "?limit=0"),
                client.get(WEBHOOKS + "/1"),
                client.post(WEBHOOKS, "{}"),
                client.send("POST", WEBHOOKS, "{}", "Content-Type", "text/plain"));

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 400, 404, 400, 415);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.headers().map().keySet()).containsAll(lowerCase(FIELDS));
            assertThat(answer.headers().firstValue("RateLimit-Limit")).hasValue("100");
        });
    }

    @Test
    void aBadTokenCostsNobodyAnything() {
        String base = limited(1, 1);
        String integrator = api.integrator();
        ContractClient scopeless = api.client(base, integrator, "something");
        ContractClient nobody = new ContractClient(base, null);

        List<HttpResponse<String>> refused = List.of(scopeless.get(WEBHOOKS), nobody.get(WEBHOOKS));
        HttpResponse<String> taken =
                api.client(base, integrator, "webhooks:read").get(WEBHOOKS);

        assertThat(refused).extracting(HttpResponse::statusCode).containsExactly(403, 401);
        assertThat(refused)
                .allSatisfy(answer ->
                        assertThat(answer.headers().map()).doesNotContainKeys("ratelimit-limit", "retry-after"));
        assertThat(taken.statusCode()).isEqualTo(200);
    }

    @Test
    void aRateOfZeroLimitsNothingAndTellsNothing() {
        ContractClient client = api.client(limited(0, 1), api.integrator(), "webhooks:read");

        List<HttpResponse<String>> answers =
                Stream.generate(() -> client.get(WEBHOOKS)).limit(5).toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().map()).doesNotContainKey("ratelimit-limit");
        });
    }

    @Test
    void everyOperationWithSecurityDocumentsTheLimit() {
        JsonObject paths = ContractClient.DOCUMENT.getJsonObject("paths");

        paths.stream()
                .flatMap(path -> ((JsonObject) path.getValue()).stream())
                .filter(method ->
                        List.of("get", "post", "put", "patch", "delete").contains(method.getKey()))
                .map(method -> (JsonObject) method.getValue())
                .filter(operation -> operation.getJsonArray("security") == null
                        || !operation.getJsonArray("security").isEmpty())
                .forEach(RateLimitTest::assertDocumented);
    }

    private static void assertDocumented(JsonObject operation) {
        JsonObject responses = operation.getJsonObject("responses");
        assertThat(responses.fieldNames())
                .as("statuses of %s", operation.getString("operationId"))
                .contains("429");
        for (Map.Entry<String, Object> response : responses) {
            JsonObject described = (JsonObject) response.getValue();
            if (response.getKey().startsWith("2")) {
                assertThat(described.getJsonObject("headers", new JsonObject()).fieldNames())
                        .as("header fields of %s %s", operation.getString("operationId"), response.getKey())
                        .containsAll(FIELDS);
            }
        }
    }

    private static List<String> lowerCase(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }
}
