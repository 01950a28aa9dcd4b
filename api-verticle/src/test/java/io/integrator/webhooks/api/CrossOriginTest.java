package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told of other origins' pages. */
class CrossOriginTest {

    private static final String CONSOLE = "https://console.example.com";
    private static final HttpClient BROWSER = HttpClient.newHttpClient();
    private static String granting;

    private final ApiUnderTest api = ApiUnderTest.get();

    private static synchronized String granting() {
        if (granting == null) {
            granting = deploy(CONSOLE);
        }
        return granting;
    }

    private static String deploy(String... origins) {
        return ApiUnderTest.get().deploy(ApiUnderTest.granting(origins)).base();
    }

    private static HttpResponse<String> preflight(String base, String path, String origin)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,content-type,if-match")
                .build();
        return BROWSER.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @MethodSource("io.integrator.webhooks.api.MethodsTest#paths")
    void aGrantedOriginMayCallEveryPath(String path) throws Exception {
        HttpResponse<String> response = preflight(granting(), path.replaceAll("\\{\\w+}", "1"), CONSOLE);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue(CONSOLE);
        assertThat(response.headers().firstValue("access-control-allow-methods").orElseThrow())
                .contains("PATCH", "DELETE");
        assertThat(response.headers().firstValue("access-control-allow-headers").orElseThrow())
                .contains("Authorization", "If-Match", "Idempotency-Key", "Last-Event-ID", "traceparent");
        assertThat(response.headers().map()).doesNotContainKey("access-control-allow-credentials");
    }

    @ParameterizedTest
    @MethodSource("io.integrator.webhooks.api.MethodsTest#paths")
    void withoutTheSettingNobodyIsGrantedAnything(String path) throws Exception {
        HttpResponse<String> response = preflight(api.open, path.replaceAll("\\{\\w+}", "1"), CONSOLE);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void anAnswerShowsAGrantedPageItsFieldsAndItsProblems() {
        ContractClient client = api.client(granting(), api.integrator(), "webhooks:read");

        List<HttpResponse<String>> answers = List.of(
                client.send("GET", WEBHOOKS, null, "Origin", CONSOLE),
                client.send("GET", WEBHOOKS + "/1", null, "Origin", CONSOLE),
                client.send("POST", WEBHOOKS, "a=b", "Origin", CONSOLE, "Content-Type", "multipart/form-data"),
                client.send("GET", "/nowhere", null, "Origin", CONSOLE));

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 404, 415, 404);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                    .hasValue(CONSOLE);
            assertThat(answer.headers()
                            .firstValue("access-control-expose-headers")
                            .orElseThrow())
                    .contains("Retry-After", "RateLimit-Remaining", "ETag");
            assertThat(answer.headers().firstValue("vary").orElse("")).containsIgnoringCase("origin");
        });
    }

    @Test
    void anotherOriginsRequestIsAnsweredAndItsPageIsShownNothing() throws Exception {
        ContractClient client = api.client(granting(), api.integrator(), "webhooks:read");

        HttpResponse<String> answer =
                client.send("GET", WEBHOOKS, null, "Origin", "https://console.example.com.evil.example");
        HttpResponse<String> preflight = preflight(granting(), WEBHOOKS, "null");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(answer.headers().firstValue("vary").orElse("")).containsIgnoringCase("origin");
        assertThat(preflight.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {CONSOLE, "null", "no origin"})
    void everyOriginCanBeGranted(String origin) throws Exception {
        HttpResponse<String> response = preflight(deploy("*"), WEBHOOKS, origin);

        assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue("*");
    }
}
