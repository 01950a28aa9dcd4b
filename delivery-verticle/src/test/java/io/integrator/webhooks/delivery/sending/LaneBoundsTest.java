package io.integrator.webhooks.delivery.sending;

import static io.integrator.webhooks.delivery.sending.LanesFixture.IN_ALL;
import static io.integrator.webhooks.delivery.sending.LanesFixture.PER_WEBHOOK;
import static io.integrator.webhooks.delivery.sending.LanesFixture.assertSent;
import static io.integrator.webhooks.delivery.sending.LanesFixture.waitAtMost;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much is in flight, for one webhook and in all, and whose turn it is. */
class LaneBoundsTest {

    private final UUID webhook = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private final LanesFixture fixture = new LanesFixture();
    private final Lanes lanes = fixture.lanes();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aWebhookHasNoMoreInFlightThanItsBound() {
        List<Ticket> tickets = fixture.enter(webhook, 10);

        fixture.waitForHeld(webhook, PER_WEBHOOK);
        assertThat(tickets).filteredOn(Ticket::isStarted).hasSize(PER_WEBHOOK);
        assertThat(fixture.<Integer>onLoop(lanes::inFlight)).isEqualTo(PER_WEBHOOK);
    }

    @Test
    void whatWaitsIsSentAsWhatIsInFlightComesBack() {
        List<Ticket> tickets = fixture.enter(webhook, 10);

        for (int i = 0; i < 10; i++) {
            fixture.answer(webhook, 200);
        }

        assertSent(tickets);
        assertThat(fixture.<Integer>onLoop(lanes::inFlight)).isZero();
    }

    @Test
    void allWebhooksTogetherHaveNoMoreInFlightThanTheProcessMay() {
        List<UUID> webhooks = Stream.generate(UUID::randomUUID).limit(5).toList();

        List<Ticket> tickets = webhooks.stream()
                .flatMap(one -> fixture.enter(one, PER_WEBHOOK).stream())
                .toList();

        waitAtMost()
                .until(() -> webhooks.stream()
                                .mapToInt(one -> fixture.heldOf(one).size())
                                .sum()
                        == IN_ALL);
        assertThat(tickets).filteredOn(Ticket::isStarted).hasSize(IN_ALL);
        for (UUID one : webhooks) {
            for (int i = 0; i < PER_WEBHOOK; i++) {
                fixture.answer(one, 200);
            }
        }
        assertSent(tickets);
    }

    @Test
    void aWebhookThatHangsLeavesTheOthersTheirPlaces() {
        fixture.enter(webhook, 100);
        fixture.waitForHeld(webhook, PER_WEBHOOK);

        List<Ticket> tickets = fixture.enter(other, 20);
        for (int i = 0; i < 20; i++) {
            fixture.answer(other, 200);
        }

        assertSent(tickets);
    }

    @Test
    void lanesThatWaitForAPlaceGetItInTurn() {
        List<UUID> hogs = Stream.generate(UUID::randomUUID).limit(3).toList();
        hogs.forEach(hog -> fixture.enter(hog, PER_WEBHOOK));
        List<Ticket> first = fixture.enter(webhook, 20);
        List<Ticket> second = fixture.enter(other, 20);
        waitAtMost()
                .until(() -> hogs.stream()
                                .mapToInt(hog -> fixture.heldOf(hog).size())
                                .sum()
                        == IN_ALL);

        fixture.answer(hogs.get(0), 200);
        fixture.answer(hogs.get(0), 200);
        fixture.answer(hogs.get(0), 200);

        waitAtMost()
                .until(() -> fixture.heldOf(webhook).size()
                                + fixture.heldOf(other).size()
                                + fixture.heldOf(hogs.get(2)).size()
                        == 5);
        assertThat(first).filteredOn(Ticket::isStarted).hasSize(1);
        assertThat(second).filteredOn(Ticket::isStarted).hasSize(1);
    }

    @Test
    void aLaneThatIsFullIsNamedAndOneThatIsNotIsNot() {
        fixture.enter(webhook, 2 * PER_WEBHOOK);
        fixture.enter(other, 2 * PER_WEBHOOK - 1);

        assertThat(fixture.onLoop(lanes::full)).containsExactly(webhook);
    }

    @Test
    void retriesHaveHalfOfThePlacesAndAFewWhenAllAreTaken() {
        assertThat(fixture.<Integer>onLoop(lanes::placesForRetries)).isEqualTo(IN_ALL / 2);

        Stream.generate(UUID::randomUUID).limit(3).forEach(one -> fixture.enter(one, PER_WEBHOOK));

        assertThat(fixture.<Integer>onLoop(lanes::placesForRetries)).isEqualTo(IN_ALL / 8);
    }
}
