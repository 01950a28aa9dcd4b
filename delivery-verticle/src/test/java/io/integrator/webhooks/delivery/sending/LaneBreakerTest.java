package io.integrator.webhooks.delivery.sending;

import static io.integrator.webhooks.delivery.sending.LanesFixture.PER_WEBHOOK;
import static io.integrator.webhooks.delivery.sending.LanesFixture.passage;
import static io.integrator.webhooks.delivery.sending.LanesFixture.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneBreakerTest {

    private final UUID webhook = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private final LanesFixture fixture = new LanesFixture();
    private final Lanes lanes = fixture.lanes();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void fiveFailuresOpenTheBreakerAndParkWhatWaits() {
        List<Ticket> tickets = fixture.enter(webhook, PER_WEBHOOK + 5);

        for (int i = 0; i < 5; i++) {
            fixture.answer(webhook, 500);
            sent(tickets.get(i));
        }

        Passage.Sent fifth = sent(tickets.get(4));
        Instant probeAt = fifth.attempt().endedAt().plus(Duration.ofMinutes(1));
        assertThat(fifth.breaker()).hasValueSatisfying(breaker -> {
            assertThat(breaker.isOpen()).isTrue();
            assertThat(breaker.probeAt()).isEqualTo(probeAt);
        });
        assertThat(passage(tickets.get(7))).isEqualTo(new Passage.Parked(probeAt));
        assertThat(fixture.<Integer>onLoop(() -> lanes.states().openBreakers())).isEqualTo(1);
        assertThat(fixture.enter(webhook, 1).get(0).passage().result()).isEqualTo(new Passage.Parked(probeAt));
    }

    @Test
    void anOpenBreakerSendsOneRetryAsAProbeAndNoFirstAttempt() {
        Instant probeAt = fixture.openBreaker(webhook);
        fixture.now(probeAt);

        Ticket first = fixture.enter(webhook, 1).get(0);
        Ticket probe = fixture.enter(fixture.retry(webhook));
        Ticket second = fixture.enter(fixture.retry(webhook));

        assertThat(first.passage().result()).isInstanceOf(Passage.Parked.class);
        assertThat(second.passage().result()).isInstanceOf(Passage.Parked.class);
        fixture.answer(webhook, 500);
        assertThat(sent(probe).attempt().delivery().trigger()).isEqualTo(Trigger.PROBE);
        assertThat(sent(probe).breaker())
                .hasValueSatisfying(breaker -> assertThat(breaker.probes()).isEqualTo(2));
    }

    @Test
    void whatARetryAfterAskedForOutlivesTheBreaker() {
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tickets.addAll(fixture.enter(webhook, 1));
            fixture.answer(webhook, 500);
            sent(tickets.get(i));
        }
        tickets.addAll(fixture.enter(webhook, PER_WEBHOOK));
        fixture.waitForHeld(webhook, PER_WEBHOOK);
        for (int i = 0; i < 2; i++) {
            fixture.askToWait(webhook);
        }
        LanesFixture.waitAtMost()
                .until(() -> fixture.<Integer>onLoop(() -> lanes.states().openBreakers()) == 1);
        fixture.answer(webhook, 200);

        Passage.Sent success = tickets.stream()
                .map(LanesFixture::sent)
                .filter(one -> one.attempt().outcome().succeeded())
                .findFirst()
                .orElseThrow();
        assertThat(success.breaker())
                .hasValueSatisfying(breaker -> assertThat(breaker.isOpen()).isFalse());
        assertThat(success.verdict().waitsUntil())
                .hasValueSatisfying(
                        until -> assertThat(until).isAfter(fixture.now().plusSeconds(3_000)));
    }

    @Test
    void beforeItsTimeNoProbeIsSent() {
        Instant probeAt = fixture.openBreaker(webhook);
        fixture.now(probeAt.minusMillis(1));

        assertThat(fixture.enter(fixture.retry(webhook)).passage().result()).isEqualTo(new Passage.Parked(probeAt));
    }

    @Test
    void aProbeThatSucceedsClosesTheBreaker() {
        fixture.now(fixture.openBreaker(webhook));
        Ticket probe = fixture.enter(fixture.retry(webhook));
        fixture.answer(webhook, 200);

        assertThat(sent(probe).breaker())
                .hasValueSatisfying(breaker -> assertThat(breaker.isOpen()).isFalse());
        assertThat(fixture.<Integer>onLoop(() -> lanes.states().openBreakers())).isZero();
    }

    @Test
    void afterAProbeThatSucceededConcurrencyRampsUp() {
        fixture.now(fixture.openBreaker(webhook));
        Ticket probe = fixture.enter(fixture.retry(webhook));
        fixture.answer(webhook, 200);
        sent(probe);

        List<Ticket> tickets = fixture.enter(webhook, 10);

        fixture.waitForHeld(webhook, 2);
        assertThat(tickets).filteredOn(Ticket::isStarted).hasSize(2);
        fixture.answer(webhook, 200);
        fixture.waitForHeld(webhook, PER_WEBHOOK);
        assertThat(tickets).filteredOn(Ticket::isStarted).hasSize(4);
    }

    @Test
    void aBreakerThatAnotherWorkerOpenedIsProbed() {
        fixture.onLoop(() -> {
            lanes.adoptBreaker(webhook, 3);
            return null;
        });

        Ticket probe = fixture.enter(fixture.retry(webhook));
        fixture.answer(webhook, 200);

        assertThat(sent(probe).attempt().delivery().trigger()).isEqualTo(Trigger.PROBE);
        assertThat(sent(probe).breaker())
                .hasValueSatisfying(breaker -> assertThat(breaker.isOpen()).isFalse());
    }

    @Test
    void aNewRevisionStartsWithAClosedBreaker() {
        fixture.openBreaker(webhook);

        Ticket ticket = fixture.enter(
                SendingFixture.delivery(SendingFixture.target(webhook, fixture.url(webhook), 2, false, Instant.EPOCH)));

        assertThat(ticket.isStarted()).isTrue();
    }

    @Test
    void idleLanesAreForgottenAndOpenBreakersAreNot() {
        fixture.openBreaker(webhook);
        Ticket ticket = fixture.enter(other, 1).get(0);
        fixture.answer(other, 200);
        sent(ticket);

        int size = fixture.onLoop(() -> {
            lanes.forgetIdle();
            return lanes.states().lanes();
        });

        assertThat(size).isEqualTo(1);
        assertThat(fixture.<Integer>onLoop(() -> lanes.states().openBreakers())).isEqualTo(1);
    }
}
