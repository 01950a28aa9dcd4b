package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where HTTP itself is wrong: every answer is a problem all the same. */
class HttpEdgesTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final ContractClient client = api.client(api.integrator());

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/v1", "/v1/integrator", "/v1/integrator/webhook", "/v1/integrator/webhooks/1/2/3", "/x%20y"
            })
    void anUnknownPathIs404(String path) {
        HttpResponse<String> response = client.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).getString("resourceType")).isEqualTo("path");
        assertThat(json(response).getString("resourceId")).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/integrator/webhooks, 'GET, HEAD, OPTIONS, POST'",
        "POST, /v1/integrator/webhooks/1, 'DELETE, GET, HEAD, OPTIONS, PATCH'",
        "DELETE, /v1/integrator/webhooks/1/secret, 'GET, HEAD, OPTIONS'",
        "POST, /v1/integrator/event-types, 'GET, HEAD, OPTIONS'",
        "POST, /v1/operator/integrators/acme, 'DELETE, GET, HEAD, OPTIONS, PUT'",
        "DELETE, /openapi.yaml, 'GET, HEAD, OPTIONS'"
    })
    void aWrongMethodIs405WithThoseThatThereAre(String method, String path, String allowed) {
        HttpResponse<String> response = client.send(method, path, null);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue(allowed);
    }

    @Test
    void aBodyOf64KibibytesIsReadAndOneByteMoreIsNot() {
        String start = "{\"url\": \"";
        String end = "\"}";
        String longest = start + "a".repeat(65_536 - start.length() - end.length()) + end;

        HttpResponse<String> taken = client.post(WEBHOOKS, longest);
        HttpResponse<String> refused = client.post(WEBHOOKS, longest + " ");

        assertThat(taken.statusCode()).isEqualTo(400);
        assertThat(refused.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/jsonx",
                "application/merge-patch+json",
                "application/json; charset=iso-8859-1",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded",
                "garbage"
            })
    void anotherContentTypeIs415(String contentType) {
        HttpResponse<String> response =
                client.send("POST", WEBHOOKS, "{\"url\": \"" + ApiUnderTest.URL + "\"}", "Content-Type", contentType);

        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void aBodyWithoutAContentTypeIs415() {
        HttpResponse<String> response = client.send("POST", WEBHOOKS, "{\"url\": \"" + ApiUnderTest.URL + "\"}");

        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void aCompressedBodyIs415() {
        HttpResponse<String> response =
                client.send("POST", WEBHOOKS, "{}", "Content-Type", "application/json", "Content-Encoding", "gzip");

        assertThat(response.statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=UTF-8",
                "application/json; charset=\"utf-8\""
            })
    void jsonInUtf8IsTaken(String contentType) {
        HttpResponse<String> response =
                client.send("POST", WEBHOOKS, "{\"url\": \"" + ApiUnderTest.URL + "\"}", "Content-Type", contentType);

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /v1/integrator/webhooks/%zz HTTP/1.1|Host: x, 400",
        "GET /v1/integrator/webhooks?limit=%zz HTTP/1.1|Host: x, 401",
        "GET /v1/integrator/webhooks HTTP/1.1|X: y, 400",
        "GET  HTTP/1.1|Host: x, 400",
        "nonsense|Host: x, 400",
        "GET * HTTP/1.1|Host: x, 404",
        "GET /%2e%2e/%00 HTTP/1.1|Host: x, 404"
    })
    void whatIsHardlyHttpIsAnsweredWithAProblem(String head, int status) {
        String answer = RawHttp.exchange(api.open, head.replace("|", "\r\n") + "\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .matches("(?s)HTTP/1\\.[01] " + status + " .*")
                .containsIgnoringCase("content-type: application/problem+json");
        assertThat(new JsonObject(answer.substring(answer.indexOf('{'))).getInteger("status"))
                .isEqualTo(status);
    }

    @Test
    void aLongLineIs414AndALongHeadIs431() {
        String line = RawHttp.exchange(api.open, "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        String head = RawHttp.exchange(api.open, "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(10_000) + "\r\n\r\n");

        assertThat(line).startsWith("HTTP/1.").contains(" 414 ").contains(Problem.MEDIA_TYPE);
        assertThat(head).startsWith("HTTP/1.").contains(" 431 ").contains(Problem.MEDIA_TYPE);
    }
}
