package io.integrator.webhooks.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Blame;
import io.integrator.webhooks.domain.OutcomeCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderDeadlineTest {

    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final Wire wire = new Wire(Duration.ofMillis(300));

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void aServerThatHangsBeforeTheHeadersTimesOut() {
        AtomicBoolean closed = new AtomicBoolean();
        int port = wire.net(socket -> socket.closeHandler(gone -> closed.set(true)));

        assertThat(wire.send(port).outcome().code()).isEqualTo(OutcomeCode.TIMEOUT);
        waitAtMost(AT_MOST).untilTrue(closed);
    }

    @Test
    void aBodyThatDripsTimesOutWithinTheDeadline() {
        AtomicBoolean closed = new AtomicBoolean();
        int port = wire.net(socket -> {
            socket.handler(request -> socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n"));
            long timer = wire.vertx().setPeriodic(20, tick -> socket.write("x"));
            socket.closeHandler(gone -> {
                wire.vertx().cancelTimer(timer);
                closed.set(true);
            });
        });

        Outcome outcome = wire.send(port).outcome();

        assertThat(outcome)
                .isEqualTo(new Outcome.Unanswered(
                        OutcomeCode.TIMEOUT, "no whole response within 300 ms", Blame.SUBSCRIBER));
        waitAtMost(AT_MOST).untilTrue(closed);
    }
}
