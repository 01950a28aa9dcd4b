package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What of a request comes back is text in a JSON document that no browser runs, and never a part of the answer's head. */
class ReflectionTest {

    /** In every hostile text, and in nothing that the service says of itself. */
    private static final String MARK = "zz9";

    private static final List<String> TEXTS = List.of(
            "<script>alert('zz9')</script>",
            "\"><img/src=x/onerror=alert(zz9)>",
            "zz9%0d%0aSet-Cookie:%20zz9=1",
            "zz9\\r\\nX-Injected:\\u0020zz9",
            "zz9%E2%80%A8%E2%80%A9",
            "%00zz9",
            "%22%2C%22realm%22%3A%22zz9");

    private static final Set<String> FIELDS = Set.of(
            "content-type",
            "content-length",
            "connection",
            "x-content-type-options",
            "content-security-policy",
            "referrer-policy",
            "cache-control",
            "www-authenticate",
            "allow",
            "etag",
            "vary",
            "ratelimit-limit",
            "ratelimit-remaining",
            "ratelimit-reset");

    private static final ApiUnderTest API = ApiUnderTest.get();

    private static final String TOKEN = "Authorization: Bearer "
            + API.issuer.rs256(TokenIssuer.claims(API.integrator(), "webhooks:read webhooks:write operator"));

    /** Request lines without their version. */
    private static Stream<String> targets() {
        return TEXTS.stream().flatMap(text -> {
            String raw = text.replace(" ", "%20");
            String escaped = URLEncoder.encode(text, UTF_8);
            return Stream.of(raw, escaped)
                    .flatMap(given -> Stream.of(
                            "GET /" + given,
                            "GET /docs/" + given,
                            "GET " + WEBHOOKS + "/" + given,
                            "PUT " + WEBHOOKS + "/" + given,
                            "GET " + WEBHOOKS + "/" + given + "/secret",
                            "GET " + WEBHOOKS + "/1/attempts/" + given,
                            "GET /v1/integrator/events/" + given,
                            "GET /v1/operator/integrators/" + given,
                            "GET " + WEBHOOKS + "?" + given + "=1",
                            "GET " + WEBHOOKS + "?limit=" + given,
                            "GET " + WEBHOOKS + "?cursor=" + given,
                            "GET http://" + MARK + ".example/" + given));
        });
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aTargetComesBackAsTextOnly(String target) {
        assertHarmless(RawHttp.ask(API.open, target + " HTTP/1.1", TOKEN));
    }

    private static Stream<String> fields() {
        return Stream.of(
                        "Authorization: ",
                        "Authorization: Bearer ",
                        "Authorization: Basic ",
                        "Idempotency-Key: ",
                        "If-Match: ",
                        "Last-Event-ID: ",
                        "Origin: ",
                        "Origin: https://",
                        "Access-Control-Request-Method: ",
                        "Access-Control-Request-Headers: ",
                        "X-Request-Id: ",
                        "Forwarded: host=",
                        "Accept: ",
                        "Cookie: ")
                .flatMap(name -> TEXTS.stream().map(text -> name + text));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aFieldNeverComesBackInTheHead(String field) {
        List<String> given = new ArrayList<>(List.of(field));
        if (!field.startsWith("Authorization")) {
            given.add(TOKEN);
        }
        String[] all = given.toArray(String[]::new);

        assertHarmless(RawHttp.ask(API.open, "POST " + WEBHOOKS + " HTTP/1.1", all));
        assertHarmless(RawHttp.ask(API.open, "OPTIONS " + WEBHOOKS + " HTTP/1.1", all));
        assertHarmless(RawHttp.ask(API.open, "TRACE " + WEBHOOKS + " HTTP/1.1", all));
    }

    private static Stream<String> bodies() {
        return TEXTS.stream().flatMap(text -> {
            String quoted = new JsonObject().put("k", text).encode().replaceAll("^\\{\"k\":|}$", "");
            return Stream.of(
                    text,
                    quoted,
                    "{" + quoted + ":1}",
                    "{" + quoted + ":1," + quoted + ":2}",
                    "{\"url\":" + quoted + "}",
                    "{\"url\":\"https://203.0.113.10/\",\"events\":[" + quoted + "]}",
                    "{\"url\":{" + quoted + ":{}}}");
        });
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyComesBackAsTextOnly(String body) {
        String length = "Content-Length: " + body.getBytes(UTF_8).length;

        assertHarmless(RawHttp.ask(
                API.open,
                "POST " + WEBHOOKS + " HTTP/1.1",
                TOKEN,
                "Content-Type: application/json",
                length + "\r\n\r\n" + body));
    }

    @Test
    void aGrantedOriginIsTheOnlyOneThatComesBack() {
        String base =
                API.deploy(ApiUnderTest.granting("https://console.example.com")).base();

        for (String origin : List.of(
                "https://console.example.com.zz9.example",
                "https://zz9.example",
                "https://console.example.com%0d%0aX-Injected: zz9",
                "null",
                "https://console.example.com https://zz9.example")) {
            RawHttp.Answer answer = RawHttp.ask(base, "OPTIONS " + WEBHOOKS + " HTTP/1.1", "Origin: " + origin);

            assertHarmless(answer);
            assertThat(answer.fields()).doesNotContainKey("access-control-allow-origin");
        }
    }

    private static void assertHarmless(RawHttp.Answer answer) {
        assertThat(answer.status()).isLessThan(500);
        assertThat(answer.fields().keySet()).isSubsetOf(FIELDS);
        assertThat(answer.fields().values().toString()).doesNotContain(MARK);
        assertThat(answer.field("x-content-type-options")).isEqualTo("nosniff");
        if (answer.status() >= 400) {
            assertThat(answer.field("content-type")).isEqualTo(Problem.MEDIA_TYPE);
            // Parsed, so that a text which broke out of its quotes would be a field.
            assertThat(answer.json().fieldNames())
                    .isSubsetOf(
                            "type",
                            "title",
                            "status",
                            "detail",
                            "instance",
                            "realm",
                            "scope",
                            "error",
                            "errors",
                            "resourceType",
                            "resourceId");
            assertThat(answer.json().getString("title")
                            + answer.json().getString("instance")
                            + answer.json().getString("realm"))
                    .doesNotContain(MARK);
        }
    }
}
