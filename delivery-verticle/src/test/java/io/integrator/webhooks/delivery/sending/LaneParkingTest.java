package io.integrator.webhooks.delivery.sending;

import static io.integrator.webhooks.delivery.sending.LanesFixture.PER_WEBHOOK;
import static io.integrator.webhooks.delivery.sending.LanesFixture.assertSent;
import static io.integrator.webhooks.delivery.sending.LanesFixture.passage;
import static io.integrator.webhooks.delivery.sending.LanesFixture.sent;
import static io.integrator.webhooks.delivery.sending.LanesFixture.waitAtMost;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a lane does not send: parked, forfeited or withdrawn. */
class LaneParkingTest {

    private final UUID webhook = UUID.randomUUID();
    private final LanesFixture fixture = new LanesFixture();
    private final Lanes lanes = fixture.lanes();

    /** A lane that is slow now is slow for a moment more: what it parks isn't worth claiming at once. */
    private static final Duration SOON = Duration.ofMillis(400);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aLaneThatStandsStillParksWhatComes() {
        fixture.enter(webhook, PER_WEBHOOK);
        fixture.waitForHeld(webhook, PER_WEBHOOK);
        fixture.pass(Duration.ofSeconds(1));

        Ticket late = fixture.enter(webhook, 1).get(0);

        assertThat(late.passage().result())
                .isEqualTo(new Passage.Parked(fixture.now().plus(SOON)));
    }

    @Test
    void aLaneThatMovesSlowlyParksWhatWouldWaitTooLong() {
        List<Ticket> slow = fixture.enter(webhook, PER_WEBHOOK);
        fixture.pass(Duration.ofMillis(300));
        fixture.answer(webhook, 200);
        waitAtMost().until(() -> fixture.<Integer>onLoop(lanes::inFlight) < PER_WEBHOOK);

        List<Ticket> tickets = fixture.enter(webhook, 30);

        assertThat(slow).hasSize(PER_WEBHOOK);
        assertThat(tickets.get(1).passage().isComplete()).isFalse();
        assertThat(tickets.get(29).passage().result())
                .isEqualTo(new Passage.Parked(fixture.now().plus(SOON)));
    }

    @Test
    void onePauseIsNoPace() {
        fixture.enter(webhook, PER_WEBHOOK);
        fixture.waitForHeld(webhook, PER_WEBHOOK);
        fixture.pass(Duration.ofMillis(40));
        fixture.answer(webhook, 200);
        waitAtMost().until(() -> fixture.<Integer>onLoop(lanes::inFlight) < PER_WEBHOOK);

        List<Ticket> tickets = fixture.enter(webhook, 500);

        assertThat(tickets).noneMatch(ticket -> ticket.passage().result() instanceof Passage.Parked);
    }

    @Test
    void whatWaitsForASubscriberThatDoesNotAnswerIsGivenBack() {
        fixture.enter(webhook, PER_WEBHOOK);
        fixture.waitForHeld(webhook, PER_WEBHOOK);
        List<Ticket> queued = fixture.enter(webhook, 3);
        fixture.pass(Duration.ofMillis(201));

        fixture.onLoop(() -> {
            lanes.sweep();
            return null;
        });

        assertThat(queued)
                .allSatisfy(ticket -> assertThat(ticket.passage().result())
                        .isEqualTo(new Passage.Parked(fixture.now().plus(SOON))));
    }

    @Test
    void aFirstAttemptThatWaitedWhileTheProcessStoodStillIsParked() {
        fixture.enter(webhook, PER_WEBHOOK);
        fixture.waitForHeld(webhook, PER_WEBHOOK);
        List<Ticket> queued = fixture.enter(webhook, 2);
        fixture.pass(Duration.ofSeconds(3));

        fixture.answer(webhook, 200);

        waitAtMost()
                .until(() -> queued.stream().allMatch(ticket -> ticket.passage().isComplete()));
        assertThat(queued)
                .allSatisfy(
                        ticket -> assertThat(ticket.passage().result()).isEqualTo(new Passage.Parked(fixture.now())));
    }

    @Test
    void aWebhookWithLimitsIsOnlySentWhatIsClaimed() {
        Target limited = new Target(
                webhook,
                "acme",
                fixture.url(webhook),
                Set.of(),
                List.of(SendingFixture.SECRET),
                1,
                false,
                true,
                Instant.EPOCH);

        Ticket first = fixture.enter(SendingFixture.delivery(limited));
        Ticket claimed = fixture.enter(fixture.leased(webhook, fixture.now().plus(Duration.ofMinutes(1))));

        assertThat(first.passage().result()).isEqualTo(new Passage.Parked(fixture.now()));
        fixture.answer(webhook, 200);
        assertThat(sent(claimed).attempt().outcome().succeeded()).isTrue();
    }

    @Test
    void whatIsQueuedGoesBackWhenItsWebhookChanges() {
        List<Ticket> sent = fixture.enter(webhook, PER_WEBHOOK);
        fixture.waitForHeld(webhook, PER_WEBHOOK);
        List<Ticket> queued = fixture.enter(webhook, 3);

        fixture.onLoop(() -> {
            lanes.changed(webhook);
            return null;
        });

        assertThat(queued)
                .allSatisfy(
                        ticket -> assertThat(ticket.passage().result()).isEqualTo(new Passage.Parked(fixture.now())));
        assertThat(sent).noneMatch(ticket -> ticket.passage().isComplete());
    }

    @Test
    void aRetryAfterOfTheSubscriberBeforeHoldsNothing() {
        UUID elsewhere = UUID.randomUUID();
        Target moved = SendingFixture.target(webhook, fixture.url(elsewhere), 2, false, Instant.EPOCH);
        Ticket before = fixture.enter(webhook, 1).get(0);
        fixture.waitForHeld(webhook, 1);
        Ticket first = fixture.enter(SendingFixture.delivery(moved));
        fixture.waitForHeld(elsewhere, 1);

        fixture.askToWait(webhook);
        sent(before);

        Ticket second = fixture.enter(SendingFixture.delivery(moved));
        fixture.answer(elsewhere, 200);
        fixture.answer(elsewhere, 200);
        assertSent(List.of(first, second));
    }

    @Test
    void aDeliveryThatCannotBeSignedWaits() {
        Target unsigned =
                new Target(webhook, "acme", fixture.url(webhook), Set.of(), List.of(), 1, false, false, Instant.EPOCH);

        Ticket ticket = fixture.enter(SendingFixture.delivery(unsigned));

        assertThat(ticket.passage().result())
                .isEqualTo(new Passage.Parked(fixture.now().plus(Duration.ofMinutes(1))));
    }

    @Test
    void aDisabledWebhookIsNotPostedTo() {
        Target disabled = SendingFixture.target(webhook, fixture.url(webhook), 1, true, Instant.EPOCH);

        Ticket ticket = fixture.enter(SendingFixture.delivery(disabled));

        assertThat(ticket.passage().result()).isInstanceOf(Passage.Parked.class);
        assertThat(fixture.heldOf(webhook)).isEmpty();
    }

    @Test
    void aWebhookThatWaitsIsParkedUntilThen() {
        Instant until = fixture.now().plusSeconds(60);

        Ticket ticket = fixture.enter(
                SendingFixture.delivery(SendingFixture.target(webhook, fixture.url(webhook), 1, false, until)));

        assertThat(ticket.passage().result()).isEqualTo(new Passage.Parked(until));
        fixture.now(until);
        assertThat(fixture.enter(SendingFixture.delivery(
                                SendingFixture.target(webhook, fixture.url(webhook), 1, false, until)))
                        .isStarted())
                .isTrue();
    }

    @Test
    void aRetryAfterHoldsTheWholeWebhook() {
        Ticket asked = fixture.enter(webhook, 1).get(0);
        fixture.waitForHeld(webhook, 1);
        fixture.askToWait(webhook);
        Instant end = sent(asked).attempt().endedAt();

        Ticket next = fixture.enter(webhook, 1).get(0);

        assertThat(next.passage().result()).isEqualTo(new Passage.Parked(end.plusSeconds(3_600)));
    }

    @Test
    void aRetryAfterParksWhatWaitsInTheQueueToo() {
        List<Ticket> tickets = fixture.enter(webhook, PER_WEBHOOK + 2);
        fixture.waitForHeld(webhook, PER_WEBHOOK);

        fixture.askToWait(webhook);

        assertThat(passage(tickets.get(PER_WEBHOOK))).isInstanceOf(Passage.Parked.class);
        assertThat(passage(tickets.get(PER_WEBHOOK + 1))).isInstanceOf(Passage.Parked.class);
    }

    @Test
    void aDeliveryWhoseLeaseIsTooShortIsForfeited() {
        Delivery expiring = fixture.leased(webhook, fixture.now().plusSeconds(1));

        assertThat(fixture.enter(expiring).passage().result()).isInstanceOf(Passage.Forfeited.class);
        assertThat(fixture.<Integer>onLoop(lanes::inFlight)).isZero();
    }

    @Test
    void whatWaitsBehindAForfeitedDeliveryIsSent() {
        fixture.enter(webhook, PER_WEBHOOK);
        List<Ticket> expiring = new ArrayList<>();
        for (int i = 0; i < 2 * PER_WEBHOOK; i++) {
            expiring.add(fixture.enter(fixture.leased(webhook, fixture.now().plusSeconds(1))));
        }
        Ticket last = fixture.enter(webhook, 1).get(0);

        for (int i = 0; i < PER_WEBHOOK + 1; i++) {
            fixture.answer(webhook, 200);
        }

        sent(last);
        assertThat(expiring).allSatisfy(ticket -> assertThat(passage(ticket)).isInstanceOf(Passage.Forfeited.class));
    }

    @Test
    void whatIsWithdrawnIsNotSent() {
        List<Ticket> tickets = fixture.enter(webhook, PER_WEBHOOK + 2);
        fixture.onLoop(() -> {
            tickets.get(PER_WEBHOOK).withdraw(fixture.now());
            lanes.sweep();
            return null;
        });

        for (int i = 0; i < PER_WEBHOOK + 1; i++) {
            fixture.answer(webhook, 200);
        }

        assertThat(tickets.get(PER_WEBHOOK).passage().result()).isEqualTo(new Passage.Parked(fixture.now()));
        sent(tickets.get(PER_WEBHOOK + 1));
    }
}
