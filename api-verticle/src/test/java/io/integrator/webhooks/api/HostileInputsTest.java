package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.embedded.Corpus;
import io.integrator.webhooks.embedded.DnsServer;
import io.integrator.webhooks.settings.EgressSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever stands where a token, a condition, a cursor, a position or a body should be: it is answered, and the fault is its
 * sender's.
 */
class HostileInputsTest {

    /** Of each kind, besides those that are kept. */
    private static final int DAMAGED = 60;

    private static final ApiUnderTest API = ApiUnderTest.get();
    private static final String INTEGRATOR = API.integrator();
    private static final String WEBHOOK = API.register(API.client(INTEGRATOR));
    private static final String TOKEN =
            API.issuer.rs256(TokenIssuer.claims(INTEGRATOR, "webhooks:read webhooks:write"));

    /** Knows no name, and says so at once. */
    private static final DnsServer DNS = DnsServer.start();

    private static final String BASE =
            API.deploy(new EgressSettings(List.of(), false, List.of(dnsAddress()), List.of()), API.pool);

    private static InetSocketAddress dnsAddress() {
        String port = DNS.address().substring(DNS.address().lastIndexOf(':') + 1);
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    @AfterAll
    static void close() {
        DNS.close();
    }

    @Test
    void noCredentialsButATokenLetAnybodyIn() {
        forEach("authorization", credentials -> {
            String head = "GET " + WEBHOOKS + " HTTP/1.1\r\nAuthorization: " + asField(credentials) + "\r\n";

            assertThat(status(head, new byte[0])).as(head).isIn(400, 401);
        });
    }

    @Test
    void noTokenThatIsDamagedLetsAnybodyIn() {
        forEach("tokens", token -> {
            String head = "GET " + WEBHOOKS + " HTTP/1.1\r\nAuthorization: Bearer " + asField(token) + "\r\n";

            assertThat(status(head, new byte[0])).as(head).isIn(400, 401);
        });
    }

    @Test
    void anyConditionIsAnswered() {
        forEach("if-match", condition -> {
            String head = request("PATCH", WEBHOOKS + "/" + WEBHOOK) + "Content-Type: application/json\r\nIf-Match: "
                    + asField(condition) + "\r\n";

            assertThat(status(head, "{\"disabled\": false}".getBytes(UTF_8)))
                    .as(head)
                    .isIn(200, 400, 412);
        });
    }

    @Test
    void anyCursorIsAnswered() {
        forEach("cursors", cursor -> {
            assertThat(status(request("GET", WEBHOOKS + "?cursor=" + escaped(cursor)), new byte[0]))
                    .as(escaped(cursor))
                    .isIn(200, 400);
            assertThat(status(
                            request(
                                    "GET",
                                    WEBHOOKS + "?cursor=" + asField(cursor).replace(' ', '+')),
                            new byte[0]))
                    .as(asField(cursor))
                    .isIn(200, 400);
        });
    }

    @Test
    void anyTimeIsAnswered() {
        forEach(
                "times",
                time -> assertThat(status(request("GET", "/v1/integrator/events?since=" + escaped(time)), new byte[0]))
                        .as(escaped(time))
                        .isIn(200, 400));
    }

    @Test
    void anyPositionOfAStreamIsAnswered() {
        Corpus.of("last-event-id").inputs().forEach(position -> {
            String token = API.issuer.rs256(TokenIssuer.claims(API.integrator(), "webhooks:read"));
            String head = "GET /v1/integrator/stream HTTP/1.1\r\nAuthorization: Bearer " + token + "\r\nLast-Event-ID: "
                    + asField(position.bytes()) + "\r\n";

            assertThat(status(head, new byte[0])).as(head).isIn(200, 400);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST " + WEBHOOKS,
                "PATCH " + WEBHOOKS + "/WEBHOOK",
                "PATCH " + WEBHOOKS + "/WEBHOOK/settings",
                "POST " + WEBHOOKS + "/WEBHOOK/recover",
                "POST " + WEBHOOKS + "/WEBHOOK/secret/rotate"
            })
    void anyBodyIsAnswered(String operation) {
        String[] parts = operation.replace("WEBHOOK", WEBHOOK).split(" ", -1);
        String head = request(parts[0], parts[1]) + "Content-Type: application/json\r\n";

        forEach(
                "bodies",
                body -> assertThat(status(head, body))
                        .as(new String(body, ISO_8859_1))
                        .isIn(200, 202, 400, 409, 413));
    }

    private static String request(String method, String target) {
        return method + " " + target + " HTTP/1.1\r\nAuthorization: Bearer " + TOKEN + "\r\n";
    }

    private static void forEach(String corpus, Consumer<byte[]> test) {
        Corpus inputs = Corpus.of(corpus);
        Stream.concat(
                        inputs.inputs().map(Corpus.Input::bytes),
                        LongStream.range(0, DAMAGED).mapToObj(inputs::damaged))
                .forEach(test);
    }

    /** A character for each byte, but for those that end a field. */
    private static String asField(byte[] bytes) {
        return new String(bytes, ISO_8859_1).replaceAll("[\\r\\n\\x00]", "?");
    }

    private static String escaped(byte[] bytes) {
        StringBuilder escaped = new StringBuilder();
        for (byte value : bytes) {
            escaped.append("%%%02X".formatted(value));
        }
        return escaped.toString();
    }

    /**
     * The status that a request is answered with; 0 when it isn't answered.
     *
     * @param head its lines, without that which ends it
     */
    private static int status(String head, byte[] body) {
        String whole = head + "Host: x\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n"
                + new String(body, ISO_8859_1);
        try (RawHttp connection = new RawHttp(BASE)) {
            return connection.say(whole).status();
        }
    }
}
