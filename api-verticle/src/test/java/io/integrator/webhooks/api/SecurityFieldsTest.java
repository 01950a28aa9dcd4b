package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer tells browsers, whatever was asked and by whom. */
class SecurityFieldsTest {

    private static final List<String> METHODS = List.of("HEAD", "OPTIONS", "GET", "POST", "PUT", "PATCH", "DELETE");
    private static final String STRICTEST = "default-src 'none'; frame-ancestors 'none'";

    private final ApiUnderTest api = ApiUnderTest.get();

    @ParameterizedTest
    @MethodSource("io.integrator.webhooks.api.MethodsTest#paths")
    void everyAnswerOfEveryPathHasThem(String path) {
        String filled = path.replace("{file}", "reference.js")
                .replaceAll("\\{\\w+}", UUID.randomUUID().toString());
        ContractClient client = api.client(api.open, api.integrator(), "webhooks:read webhooks:write operator");
        ContractClient anybody = new ContractClient(api.open, null);

        for (String method : METHODS) {
            assertGuarded(path, anybody.send(method, filled, null));
            if (!(method.equals("GET") && path.equals(StreamListener.PATH))) {
                assertGuarded(path, client.send(method, filled, null));
            }
        }
    }

    private static void assertGuarded(String path, HttpResponse<String> response) {
        assertThat(field(response, "x-content-type-options")).as("%s", response).isEqualTo("nosniff");
        assertThat(field(response, "referrer-policy")).as("%s", response).isEqualTo("no-referrer");
        String policy = field(response, "content-security-policy");
        if (path.startsWith("/docs") && response.statusCode() == 200) {
            assertThat(policy).contains("default-src 'self'").doesNotContain("unsafe", "*", "http:", "https:");
        } else {
            assertThat(policy).as("%s", response).isEqualTo(STRICTEST);
        }
        assertThat(policy).contains("frame-ancestors 'none'");
        if (path.startsWith("/v1") || response.statusCode() >= 400) {
            assertThat(field(response, "cache-control")).as("%s", response).isEqualTo("no-store");
        } else {
            assertThat(field(response, "cache-control")).as("%s", response).isNotEmpty();
        }
        assertThat(response.headers().map()).doesNotContainKeys("server", "x-powered-by", "set-cookie");
    }

    private static String field(HttpResponse<String> response, String name) {
        return String.join(" | ", response.headers().allValues(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /nowhere HTTP/1.1",
                "GET /nowhere HTTP/7.0",
                "nonsense",
                "GET /v1/integrator/webhooks/%zz HTTP/1.1",
                "BREW /nowhere HTTP/1.1"
            })
    void soDoAnswersThatNoOperationGives(String requestLine) {
        RawHttp.Answer answer = RawHttp.ask(api.open, requestLine);

        assertThat(answer.field("content-type")).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(answer.field("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.field("content-security-policy")).isEqualTo(STRICTEST);
        assertThat(answer.field("referrer-policy")).isEqualTo("no-referrer");
        assertThat(answer.field("cache-control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: y", "X: y\u0000", "no field"})
    void soDoAnswersToHeadsThatAreNone(String field) {
        RawHttp.Answer answer = RawHttp.ask(api.open, "GET /nowhere HTTP/1.1", field);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.field("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.field("cache-control")).isEqualTo("no-store");
    }
}
