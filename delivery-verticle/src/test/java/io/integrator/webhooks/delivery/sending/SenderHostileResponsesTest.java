package io.integrator.webhooks.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Blame;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.embedded.Corpus;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes a subscriber answers with, the attempt has an outcome that can be recorded, and the fault isn't ours. */
class SenderHostileResponsesTest {

    private static final int DAMAGED = 100;
    private static final Corpus RESPONSES = Corpus.of("responses");
    private static final AtomicReference<Buffer> ANSWER = new AtomicReference<>();

    private static Wire wire;
    private static int port;
    private static int soundPort;

    @BeforeAll
    static void start() {
        wire = new Wire(Duration.ofSeconds(20));
        port = wire.net(socket -> socket.handler(request -> socket.end(ANSWER.get())));
        soundPort = wire.http(request -> request.response().end("sound"));
    }

    @AfterAll
    static void close() {
        wire.close();
    }

    static Stream<Corpus.Input> responses() {
        return RESPONSES.inputs();
    }

    @ParameterizedTest
    @MethodSource("responses")
    void aResponseThatIsKeptHasAnOutcome(Corpus.Input response) {
        assertRecordable(response.bytes());
    }

    @Test
    void aDamagedResponseHasAnOutcome() {
        for (long seed = 0; seed < DAMAGED; seed++) {
            assertRecordable(RESPONSES.damaged(seed));
        }
    }

    private static void assertRecordable(byte[] response) {
        ANSWER.set(Buffer.buffer(response));

        Outcome outcome = wire.send(port).outcome();
        while (outcome.equals(Faults.unseen())) {
            // The connection of the answer before, which was just being closed.
            outcome = wire.send(port).outcome();
        }

        String shown = new String(response, StandardCharsets.ISO_8859_1);
        if (outcome instanceof Outcome.Answered answered) {
            assertThat(answered.status()).as(shown).isBetween(100, 999);
            assertThat(answered.response()).as(shown).doesNotContain("\0").hasSizeLessThanOrEqualTo(1024);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(answered.response()))
                    .isTrue();
        } else {
            Outcome.Unanswered unanswered = (Outcome.Unanswered) outcome;
            assertThat(unanswered.code()).as(shown).isEqualTo(OutcomeCode.RESET);
            assertThat(unanswered.blame()).as(shown).isEqualTo(Blame.SUBSCRIBER);
            assertThat(unanswered.detail()).as(shown).doesNotContain("127.0.0.1", "Exception");
        }
        assertThat(wire.send(soundPort).outcome())
                .as("the next subscriber's, after " + shown)
                .matches(Outcome::succeeded);
    }
}
