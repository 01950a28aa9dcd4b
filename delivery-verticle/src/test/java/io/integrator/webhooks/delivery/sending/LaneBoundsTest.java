package io.integrator.webhooks.delivery.sending;

import static io.integrator.webhooks.delivery.sending.LanesFixture.IN_ALL;
import static io.integrator.webhooks.delivery.sending.LanesFixture.PER_WEBHOOK;
import static io.integrator.webhooks.delivery.sending.LanesFixture.assertSent;
import static io.integrator.webhooks.delivery.sending.LanesFixture.passage;
import static io.integrator.webhooks.delivery.sending.LanesFixture.waitAtMost;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
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
        List<UUID> webhooks = webhooks(IN_ALL);

        List<Ticket> tickets =
                webhooks.stream().flatMap(one -> fixture.enter(one, 2).stream()).toList();

        waitAtMost().until(() -> held(webhooks) == IN_ALL);
        assertThat(tickets).filteredOn(Ticket::isStarted).hasSize(IN_ALL);
        waitAtMost().until(() -> {
            webhooks.forEach(fixture::answerAll);
            return tickets.stream().allMatch(ticket -> ticket.passage().isComplete());
        });
        assertSent(tickets);
    }

    @Test
    void howeverManySubscribersHangSomePlacesStayFree() {
        List<UUID> hanging = webhooks(6);
        hanging.forEach(one -> fixture.enter(one, 20));
        waitAtMost().until(() -> held(hanging) == fixture.<Integer>onLoop(lanes::inFlight));
        assertThat(fixture.<Integer>onLoop(lanes::inFlight)).isLessThan(IN_ALL);

        List<Ticket> tickets = fixture.enter(other, 20);
        for (int i = 0; i < 20; i++) {
            fixture.answer(other, 200);
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
        List<UUID> hogs = webhooks(IN_ALL);
        hogs.forEach(hog -> fixture.enter(hog, 1));
        List<Ticket> first = fixture.enter(webhook, 20);
        List<Ticket> second = fixture.enter(other, 20);
        waitAtMost().until(() -> held(hogs) == IN_ALL);

        fixture.answer(hogs.get(0), 200);
        fixture.answer(hogs.get(1), 200);

        waitAtMost().until(() -> held(List.of(webhook, other)) == 2);
        assertThat(first).filteredOn(Ticket::isStarted).hasSize(1);
        assertThat(second).filteredOn(Ticket::isStarted).hasSize(1);
    }

    @Test
    void aFirstAttemptGoesBeforeThoseThatWereTriedBeforeButNotForEver() {
        fixture.enter(webhook, PER_WEBHOOK);
        List<Ticket> retries = IntStream.range(0, 2)
                .mapToObj(number -> fixture.enter(fixture.retry(webhook)))
                .toList();
        List<Ticket> firsts = fixture.enter(webhook, 14);
        fixture.waitForHeld(webhook, PER_WEBHOOK);

        List<Integer> startedFirsts = new ArrayList<>();
        for (Ticket retry : retries) {
            waitAtMost().until(() -> {
                fixture.answer(webhook, 200);
                return retry.isStarted();
            });
            startedFirsts.add((int) firsts.stream().filter(Ticket::isStarted).count());
        }

        assertThat(startedFirsts.get(0)).isBetween(1, 13);
        assertThat(startedFirsts.get(1)).isGreaterThan(startedFirsts.get(0));
    }

    @Test
    void nothingIsSentWhileTheJournalHasAFlushToWrite() {
        Ticket sent = fixture.enter(webhook, 1).get(0);
        fixture.answer(webhook, 200);
        passage(sent);
        fixture.journalRows(500);

        Ticket next = fixture.enter(webhook, 1).get(0);
        boolean heldBack = !next.isStarted();
        fixture.journalRows(499);
        fixture.onLoop(() -> {
            sent.recorded();
            lanes.proceed();
            return null;
        });

        assertThat(heldBack).isTrue();
        assertThat(next.isStarted()).isTrue();
        assertThat(fixture.<Integer>onLoop(lanes::unrecorded)).isEqualTo(1);
        fixture.answer(webhook, 200);
        passage(next);
    }

    @Test
    void aLaneThatIsFullHasNoRoomAndOneWithAPlaceLessHas() {
        fixture.enter(webhook, 2 * PER_WEBHOOK);
        fixture.enter(other, PER_WEBHOOK);

        Map<UUID, Integer> rooms = fixture.onLoop(lanes::rooms);

        assertThat(rooms).containsEntry(webhook, 0);
        assertThat(rooms.get(other)).isPositive();
    }

    @Test
    void aLaneHasRoomForWhatItWouldSendBeforeItsPatienceEndsAndForItsFreePlaces() {
        List<Ticket> tickets = fixture.enter(webhook, PER_WEBHOOK);
        fixture.waitForHeld(webhook, PER_WEBHOOK);

        fixture.pass(Duration.ofMillis(50));
        fixture.answer(webhook, 200);
        waitAtMost().until(() -> fixture.<Integer>onLoop(lanes::inFlight) == PER_WEBHOOK - 1);

        // 400 ms have 8 times 50 ms.
        assertThat(fixture.onLoop(lanes::rooms)).containsExactly(Map.entry(webhook, 8 + 1));
        assertThat(tickets).filteredOn(ticket -> ticket.passage().isComplete()).hasSize(1);
    }

    @Test
    void retriesHaveHalfOfThePlacesAndAFewWhenAllAreTaken() {
        assertThat(fixture.<Integer>onLoop(lanes::placesForRetries)).isEqualTo(IN_ALL / 2);

        webhooks(IN_ALL).forEach(one -> fixture.enter(one, 1));

        assertThat(fixture.<Integer>onLoop(lanes::placesForRetries)).isEqualTo(IN_ALL / 8);
    }

    @Test
    void retriesHaveAPlaceWhereThereIsOne() {
        try (LanesFixture single = new LanesFixture(1)) {
            single.enter(webhook, 1);

            assertThat(single.<Integer>onLoop(single.lanes()::placesForRetries)).isEqualTo(1);
        }
    }

    private int held(List<UUID> webhooks) {
        return webhooks.stream().mapToInt(one -> fixture.heldOf(one).size()).sum();
    }

    private static List<UUID> webhooks(int count) {
        return Stream.generate(UUID::randomUUID).limit(count).toList();
    }
}
