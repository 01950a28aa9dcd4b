package io.integrator.webhooks.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Blame;
import io.integrator.webhooks.domain.OutcomeCode;
import io.vertx.core.buffer.Buffer;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderFaultTest {

    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final Wire wire = new Wire(Duration.ofSeconds(10));

    @AfterEach
    void close() {
        wire.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "this is no HTTP\r\n\r\n",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n"
            })
    void anAnswerThatIsNotHttpIsAReset(String answer) {
        int port = wire.net(socket -> socket.handler(request -> socket.end(Buffer.buffer(answer))));

        Outcome outcome = wire.send(port).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.RESET);
        assertThat(((Outcome.Unanswered) outcome).blame()).isEqualTo(Blame.SUBSCRIBER);
    }

    @Test
    void headersWithoutAnEndAreCutOff() {
        AtomicBoolean closed = new AtomicBoolean();
        int port = wire.net(socket -> {
            socket.handler(request -> socket.write("HTTP/1.1 200 OK\r\nx: " + "y".repeat(40_000)));
            socket.closeHandler(gone -> closed.set(true));
        });

        assertThat(wire.send(port).outcome().code()).isEqualTo(OutcomeCode.RESET);
        waitAtMost(AT_MOST).untilTrue(closed);
    }

    @Test
    void aConnectionThatIsClosedBeforeTheHeadersIsAResetThatCounts() {
        int port = wire.net(socket -> socket.handler(request -> socket.close()));

        Outcome outcome = wire.send(port).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.RESET);
        assertThat(((Outcome.Unanswered) outcome).blame()).isEqualTo(Blame.SUBSCRIBER);
    }

    @Test
    void aConnectionThatIsClosedWithinTheBodyIsAResetThatCounts() {
        int port = wire.net(socket -> socket.handler(
                request -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"))));

        Outcome outcome = wire.send(port).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.RESET);
        assertThat(((Outcome.Unanswered) outcome).blame()).isEqualTo(Blame.SUBSCRIBER);
    }

    @Test
    void aRefusedConnectIsSaidToBeOne() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        Outcome outcome = wire.send(port).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.CONNECT);
        assertThat(((Outcome.Unanswered) outcome).detail()).doesNotContain("127.0.0.1");
    }

    @Test
    void aServerThatSpeaksNoTlsIsATlsFault() {
        int port = wire.net(
                socket -> socket.handler(hello -> socket.end(Buffer.buffer("HTTP/1.1 400 Bad Request\r\n\r\n"))));

        assertThat(wire.send("https://localhost:" + port + "/").outcome().code())
                .isEqualTo(OutcomeCode.TLS);
    }

    @Test
    void aHostThatDoesNotResolveIsADnsFault() {
        assertThat(wire.send("http://nowhere.invalid/").outcome().code()).isEqualTo(OutcomeCode.DNS);
    }
}
