package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes in which two readers of HTTP could find different requests are refused, and so is all that follows them. */
class SmugglingTest {

    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST = "POST /v1/integrator/webhooks HTTP/1.1\r\nHost: x\r\n";
    private static final String OLD_POST = "POST /v1/integrator/webhooks HTTP/1.0\r\nConnection: keep-alive\r\n";
    private static final String GET = "GET /nowhere HTTP/1.1\r\nHost: x\r\n";

    private final ApiUnderTest api = ApiUnderTest.get();

    /** Requests whose fields contradict each other, or aren't fields. */
    private static Stream<String> heads() {
        List<String> heads = new ArrayList<>();
        Stream.of(
                        "Content-Length: 4\r\nTransfer-Encoding: chunked",
                        "Transfer-Encoding: chunked\r\nContent-Length: 4",
                        "Content-Length: 4\r\nTransfer-Encoding: identity",
                        "Content-Length: 4\r\nContent-Length: 5",
                        "Content-Length: 4\r\nContent-Length: 4",
                        "Content-Length: 4, 5",
                        "Content-Length: +4",
                        "Content-Length: -4",
                        "Content-Length: 0x4",
                        "Content-Length: 4 4",
                        "Content-Length: 4;",
                        "Content-Length:",
                        "Content-Length: 99999999999999999999",
                        "Content-Length : 4",
                        "Transfer-Encoding : chunked",
                        "Transfer-Encoding\t: chunked",
                        "Transfer-Encoding: identity",
                        "Transfer-Encoding: gzip, chunked",
                        "Transfer-Encoding: chunked, identity",
                        "Transfer-Encoding: chunked, chunked",
                        "Transfer-Encoding: xchunked",
                        "Transfer-Encoding: chunked;q=1",
                        "Transfer-Encoding: \"chunked\"",
                        "Transfer-Encoding: \u000bchunked",
                        "Transfer-Encoding: chunked\u0000",
                        "Transfer-Encoding:",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                        "Transfer-Encoding:\r\n chunked",
                        "X: y\r\n z",
                        "X: y\r\n\tTransfer-Encoding: chunked",
                        "X: y\nZ: z",
                        "X: y\n",
                        "X: y\rZ: z",
                        "X: y\u0000z",
                        "X: y\u007fz",
                        "X\u0000: y",
                        "X Y: z",
                        "Xü: y",
                        ": y",
                        "no colon",
                        "Host: y",
                        "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2")
                .map(field -> POST + field + "\r\n\r\n")
                .forEach(heads::add);
        heads.add("POST /v1/integrator/webhooks HTTP/1.1\r\n Host: x\r\n\r\n");
        heads.add(OLD_POST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        heads.add(OLD_POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n");
        heads.add("GET /nowhere HTTP/1.1\r\nHost: x\r\n\n");
        return heads.stream();
    }

    private static Stream<String> requestLines() {
        return Stream.of(
                        "GET  /nowhere HTTP/1.1",
                        "GET\t/nowhere HTTP/1.1",
                        "GET /nowhere\tHTTP/1.1",
                        "GET /nowhere\u000bHTTP/1.1",
                        "GET /nowhere and more HTTP/1.1",
                        "GET /nowhere HTTP/1.1 ",
                        " GET /nowhere HTTP/1.1",
                        "\u0000GET /nowhere HTTP/1.1",
                        "GET /nowh\u0001ere HTTP/1.1",
                        "GET /nowhüre HTTP/1.1",
                        "GET /nowhere\rHTTP/1.1",
                        "GET /nowhere",
                        "G@T /nowhere HTTP/1.1",
                        "GET /nowhere HTTP/1.1x",
                        "GET /nowhere HTTP/1")
                .map(line -> line + "\r\nHost: x\r\n\r\n");
    }

    private static Stream<String> chunks() {
        return Stream.of(
                        "g\r\n",
                        "\r\n",
                        "-1\r\n",
                        "+1\r\n",
                        "0x1\r\na\r\n",
                        " 1\r\na\r\n",
                        "1 \r\na\r\n",
                        "1 1\r\na\r\n",
                        "1\t\r\na\r\n",
                        "1\rx\r\na\r\n",
                        "1\na\r\n",
                        "1;x\na\r\n",
                        "1;x\rx\r\na\r\n",
                        "1;\u0001\r\na\r\n",
                        "1_0\r\n",
                        "100000000\r\n",
                        "fffffffffffffffff\r\n",
                        "1\r\nab\r\n",
                        "1\r\na\n0\r\n\r\n",
                        "1\r\nax\r\n",
                        "2\r\nab\r\n1 \r\n{\r\n",
                        "0\r\nno colon\r\n\r\n",
                        "0\r\nX: y\nZ: z\r\n\r\n")
                .map(body -> POST + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    }

    @ParameterizedTest
    @MethodSource({"heads", "requestLines", "chunks"})
    void whatCanBeReadInTwoWaysIsRefusedWithAllThatFollows(String bytes) {
        String atOnce = RawHttp.exchange(api.open, bytes + HIDDEN);

        assertRefused(atOnce, 400);
    }

    @ParameterizedTest
    @MethodSource({"heads", "chunks"})
    void soItIsWhenItComesByteByByte(String bytes) {
        try (RawHttp connection = new RawHttp(api.open)) {
            String answer = connection.saySlowly(bytes).untilClosed();

            assertRefused(answer, 400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/1.2", "HTTP/01.1", "http/1.1", "HTTPS/1.1"})
    void anotherVersionIs505(String version) {
        String answer = RawHttp.exchange(api.open, "GET /nowhere " + version + "\r\nHost: x\r\n\r\n" + HIDDEN);

        assertRefused(answer, 505);
    }

    private static void assertRefused(String answer, int status) {
        assertThat(answer)
                .matches("(?s)HTTP/1\\.[01] " + status + " .*")
                .containsIgnoringCase("content-type: application/problem+json")
                // To HTTP/1.0 Vert.x says what was asked for, and the connection is closed all the same.
                .containsPattern("(?i)HTTP/1.0|connection: close")
                .doesNotContain("hidden");
        assertThat(answer.split("HTTP/1\\.[01] ", -1)).as("one answer").hasSize(2);
        assertThat(new JsonObject(answer.substring(answer.indexOf('{'))).getInteger("status"))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/json\r\nContent-Length: 70000|413",
                "Content-Type: application/json\r\nTransfer-Encoding: chunked|413",
                "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 70000|415",
                "Content-Type: application/json\r\nExpect: the-unexpected\r\nContent-Length: 70000|413",
                "Content-Type: application/json\r\nExpect: the-unexpected\r\nContent-Length: 60000|417"
            })
    void aBodyThatIsRefusedUnreadEndsItsConnection(String given) {
        String[] parts = given.split("\\|", -1);
        String body = "x".repeat(parts[0].endsWith("60000") ? 60_000 : 70_000);
        boolean chunked = parts[0].endsWith("chunked");

        String answer = RawHttp.exchange(
                api.open,
                POST + parts[0] + "\r\n\r\n" + (chunked ? "11170\r\n" + body + "\r\n0\r\n\r\n" : body) + HIDDEN);

        assertRefused(answer, Integer.parseInt(parts[1]));
    }

    @Test
    void anHonestPipelineIsAnsweredInItsOrder() {
        String chunked = POST + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1;name=value\r\n{\r\n0A;x=\"y z\"\r\n\"url\": 1  \r\n000\r\nX: y\r\n\r\n";
        String fixed = POST + "Content-Type: application/json\r\nContent-Length: 2\r\nX: \u00fc\ty \r\n\r\n{}";

        String answers = RawHttp.exchange(
                api.open,
                "\r\n" + GET + "\r\n" + chunked + fixed + "\r\n" + GET
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n");

        assertThat(answers.split("HTTP/1\\.1 ", -1)).hasSize(5).satisfies(answer -> {
            assertThat(answer[1]).startsWith("404");
            assertThat(answer[2]).startsWith("401");
            assertThat(answer[3]).startsWith("401");
            assertThat(answer[4]).startsWith("404");
        });
    }

    @Test
    void anHonestPipelineMayComeByteByByte() {
        String chunked = POST + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nC;x\r\n            \r\n0\r\n\r\n";
        try (RawHttp connection = new RawHttp(api.open)) {
            connection.saySlowly(GET + "\r\n" + chunked + GET + "Connection: close\r\n\r\n");

            assertThat(connection.next().status()).isEqualTo(404);
            assertThat(connection.next().status()).isEqualTo(401);
            assertThat(connection.next().status()).isEqualTo(404);
        }
    }

    @Test
    void http10IsKeptAliveWhereItAsksForIt() {
        String answers = RawHttp.exchange(
                api.open,
                "GET /nowhere HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n"
                        + "GET /nowhere HTTP/1.0\r\nHost: x\r\n\r\n" + HIDDEN);

        assertThat(answers.split("HTTP/1\\.0 404", -1)).hasSize(3);
        assertThat(answers).doesNotContain("hidden");
    }

    @Test
    void nothingIsUpgraded() {
        try (RawHttp http2 = new RawHttp(api.open);
                RawHttp webSocket = new RawHttp(api.open)) {
            http2.say(GET + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n");
            webSocket.say(GET + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

            assertThat(http2.next().status()).isEqualTo(404);
            assertThat(webSocket.next().status()).isEqualTo(404);
        }
    }
}
