package io.integrator.webhooks.delivery.sending;

import static io.integrator.webhooks.delivery.sending.LanesFixture.PER_WEBHOOK;
import static io.integrator.webhooks.delivery.sending.LanesFixture.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Lease;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.domain.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts that somebody asked for go through the lanes of all others, but past what holds those back. */
class LaneRequestedTest {

    private final UUID webhook = UUID.randomUUID();
    private final LanesFixture fixture = new LanesFixture();
    private final Lanes lanes = fixture.lanes();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"MANUAL", "TEST"})
    void anOpenBreakerStopsNoneAndAFailureLeavesItAsItIs(Trigger trigger) {
        Instant probeAt = fixture.openBreaker(webhook);

        Ticket ticket = fixture.enter(requested(trigger));
        fixture.answer(webhook, 500);

        assertThat(sent(ticket).attempt().delivery().trigger()).isEqualTo(trigger);
        assertThat(sent(ticket).breaker()).isEmpty();
        assertThat(sent(ticket).verdict().counts()).isFalse();
        Ticket retry = fixture.enter(fixture.retry(webhook));
        assertThat(retry.passage().result()).isEqualTo(new Passage.Parked(probeAt));
    }

    @Test
    void aSuccessClosesTheBreaker() {
        fixture.openBreaker(webhook);

        Ticket ticket = fixture.enter(requested(Trigger.MANUAL));
        fixture.answer(webhook, 200);

        assertThat(sent(ticket).breaker())
                .hasValueSatisfying(breaker -> assertThat(breaker.isOpen()).isFalse());
        assertThat(fixture.<Integer>onLoop(() -> lanes.states().openBreakers())).isZero();
    }

    @Test
    void failuresOpenNoBreaker() {
        for (int i = 0; i < 6; i++) {
            Ticket ticket = fixture.enter(requested(Trigger.MANUAL));
            fixture.answer(webhook, 500);
            sent(ticket);
        }

        assertThat(fixture.<Integer>onLoop(() -> lanes.states().openBreakers())).isZero();
    }

    @Test
    void oneOnItsWayKeepsNoProbe() {
        fixture.now(fixture.openBreaker(webhook));
        fixture.enter(requested(Trigger.MANUAL));

        Ticket probe = fixture.enter(fixture.retry(webhook));

        assertThat(probe.isStarted()).isTrue();
        Ticket second = fixture.enter(fixture.retry(webhook));
        assertThat(second.passage().result()).isInstanceOf(Passage.Parked.class);
    }

    @Test
    void aWaitStopsNone() {
        Target waiting = SendingFixture.target(
                webhook, fixture.url(webhook), 1, false, fixture.now().plus(Duration.ofHours(1)));

        Ticket ticket = fixture.enter(requested(waiting, Trigger.MANUAL));

        assertThat(ticket.isStarted()).isTrue();
        assertThat(fixture.enter(SendingFixture.delivery(waiting)).passage().result())
                .isInstanceOf(Passage.Parked.class);
    }

    @Test
    void aDisabledWebhookIsSentNone() {
        Target disabled = SendingFixture.target(webhook, fixture.url(webhook), 1, true, Instant.EPOCH);

        Ticket ticket = fixture.enter(requested(disabled, Trigger.TEST));

        assertThat(ticket.passage().result()).isInstanceOf(Passage.Parked.class);
    }

    @Test
    void theyAreBoundedAsAllAreAndGoBeforeWhatWaits() {
        List<Ticket> firsts = fixture.enter(webhook, PER_WEBHOOK + 2);
        fixture.waitForHeld(webhook, PER_WEBHOOK);

        Ticket ticket = fixture.enter(requested(Trigger.MANUAL));
        assertThat(ticket.isStarted()).isFalse();
        fixture.answer(webhook, 200);

        sent(firsts.get(0));
        LanesFixture.waitAtMost().until(ticket::isStarted);
        assertThat(firsts.get(PER_WEBHOOK).isStarted()).isFalse();
    }

    @Test
    void aLaneThatStandsStillGivesItBack() {
        fixture.enter(webhook, PER_WEBHOOK);
        fixture.waitForHeld(webhook, PER_WEBHOOK);
        fixture.pass(Duration.ofSeconds(1));

        Ticket ticket = fixture.enter(requested(Trigger.MANUAL));

        assertThat(ticket.passage().result()).isInstanceOf(Passage.Parked.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {410, 500})
    void whatWaitsBehindAFailureGoesOn(int status) {
        Ticket ticket = fixture.enter(requested(Trigger.MANUAL));
        fixture.waitForHeld(webhook, 1);
        List<Ticket> firsts = fixture.enter(webhook, PER_WEBHOOK);

        fixture.answer(webhook, status);

        sent(ticket);
        fixture.waitForHeld(webhook, PER_WEBHOOK);
        assertThat(firsts).allMatch(Ticket::isStarted);
    }

    private Delivery requested(Trigger trigger) {
        return requested(SendingFixture.target(webhook, fixture.url(webhook)), trigger);
    }

    private Delivery requested(Target target, Trigger trigger) {
        Lease lease = new Lease(UUID.randomUUID(), fixture.now().plusSeconds(60));
        return new Delivery(target, SendingFixture.event(), 1, trigger, Optional.of(lease));
    }
}
