package io.integrator.webhooks.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.OutcomeCode;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderResponseTest {

    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final Wire wire = new Wire(Duration.ofSeconds(10));

    @AfterEach
    void close() {
        wire.close();
    }

    @ParameterizedTest
    @CsvSource({
        "200,OK",
        "201,OK",
        "204,OK",
        "301,REDIRECT",
        "302,REDIRECT",
        "304,REDIRECT",
        "307,REDIRECT",
        "308,REDIRECT",
        "400,HTTP_STATUS",
        "404,HTTP_STATUS",
        "410,GONE",
        "429,HTTP_STATUS",
        "500,HTTP_STATUS",
        "503,HTTP_STATUS"
    })
    void eachStatusHasItsCode(int status, OutcomeCode code) {
        int port = wire.http(request -> request.response().setStatusCode(status).end());

        Attempt attempt = wire.send(port);

        assertThat(attempt.outcome().code()).isEqualTo(code);
        assertThat(((Outcome.Answered) attempt.outcome()).status()).isEqualTo(status);
    }

    @Test
    void theResponseAndRetryAfterAreKept() {
        int port = wire.http(request -> request.response()
                .setStatusCode(503)
                .putHeader("retry-after", "17")
                .end("later"));

        assertThat(wire.send(port).outcome()).isEqualTo(new Outcome.Answered(503, Optional.of("17"), "later"));
    }

    @Test
    void anInterimResponseIsNotTheAnswer() {
        int port = wire.net(socket -> socket.handler(request -> socket.write(
                "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")));

        assertThat(wire.send(port).outcome()).isEqualTo(new Outcome.Answered(200, Optional.empty(), "ok"));
    }

    @Test
    void anEndlessBodyIsCutOffAfter16Kib() {
        AtomicBoolean closed = new AtomicBoolean();
        int port = wire.net(socket -> {
            socket.handler(request -> {
                socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
                wire.vertx().setPeriodic(1, timer -> {
                    if (closed.get()) {
                        wire.vertx().cancelTimer(timer);
                    } else {
                        socket.write("400\r\n" + "x".repeat(1024) + "\r\n");
                    }
                });
            });
            socket.closeHandler(gone -> closed.set(true));
        });

        Outcome outcome = wire.send(port).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.OK);
        assertThat(((Outcome.Answered) outcome).response()).isEqualTo("x".repeat(1024));
        waitAtMost(AT_MOST).untilTrue(closed);
    }

    @Test
    void aBodyWithNulAndBrokenUtf8BecomesText() {
        Buffer body = Buffer.buffer("a\0b")
                .appendByte((byte) 0xff)
                .appendByte((byte) 0xc3)
                .appendString("c");
        int port = wire.http(request -> request.response().setStatusCode(500).end(body));

        String response = ((Outcome.Answered) wire.send(port).outcome()).response();

        assertThat(response).doesNotContain("\0").startsWith("a\uFFFDb\uFFFD").endsWith("c");
    }

    @Test
    void aCharacterThatIsCutAt1KibBecomesText() {
        int port = wire.http(request -> request.response().setStatusCode(500).end("x".repeat(1023) + "€"));

        String response = ((Outcome.Answered) wire.send(port).outcome()).response();

        assertThat(response).isEqualTo("x".repeat(1023) + "\uFFFD");
    }

    @Test
    void compressedBodiesAreNotDecompressed() {
        int port = wire.http(request ->
                request.response().putHeader("content-encoding", "gzip").end(Buffer.buffer("no gzip at all")));

        assertThat(wire.send(port).outcome()).isEqualTo(new Outcome.Answered(200, Optional.empty(), "no gzip at all"));
    }
}
