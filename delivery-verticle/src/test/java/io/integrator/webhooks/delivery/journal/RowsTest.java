package io.integrator.webhooks.delivery.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.store.LaneStore.Due;
import io.integrator.webhooks.store.LaneStore.Wait;
import io.integrator.webhooks.store.OwedStore.Owed;
import io.integrator.webhooks.store.OwedStore.Settled;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowsTest {

    private static final UUID ONE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void twoWaitsOfALaneAreOneThatSatisfiesBoth() {
        Rows rows = rows(waits(ONE, 60, 1), waits(ONE, 30, 2));

        assertThat(rows.waits()).containsExactly(new Wait(ONE, NOW.plusSeconds(60), 2, 1));
        assertThat(rows.closed()).isEmpty();
    }

    @Test
    void waitsOfTwoLanesStayApart() {
        Rows rows = rows(waits(ONE, 60, 1), waits(OTHER, 30, 0));

        assertThat(rows.waits())
                .containsExactlyInAnyOrder(
                        new Wait(ONE, NOW.plusSeconds(60), 1, 1), new Wait(OTHER, NOW.plusSeconds(30), 0, 1));
    }

    @Test
    void aBreakerThatClosesAfterAWaitForgetsTheWait() {
        Rows rows = rows(waits(ONE, 60, 3), closed(ONE));

        assertThat(rows.waits()).isEmpty();
        assertThat(rows.closed()).containsExactly(ONE);
    }

    /** Without the close the lane would stay in the database what it was: one that is only probed. */
    @Test
    void aWaitAfterTheBreakerClosedFollowsTheClose() {
        Rows rows = rows(closed(ONE), waits(ONE, 60, 0));

        assertThat(rows.closed()).containsExactly(ONE);
        assertThat(rows.waits()).containsExactly(new Wait(ONE, NOW.plusSeconds(60), 0, 1));
    }

    @Test
    void waitsBeforeACloseDoNotReachTheWaitsAfterIt() {
        Rows rows = rows(waits(ONE, 900, 5), closed(ONE), waits(ONE, 60, 1));

        assertThat(rows.waits()).containsExactly(new Wait(ONE, NOW.plusSeconds(60), 1, 1));
    }

    @Test
    void aLaneThatClosesTwiceStandsOnce() {
        assertThat(rows(closed(ONE), closed(ONE)).closed()).containsExactly(ONE);
    }

    @Test
    void aLaneIsDueWhenTheEarliestOfItsRowsIs() {
        Rows rows = rows(
                new JournalRow.Owes(owed(ONE, 60)),
                new JournalRow.Rescheduled(owed(ONE, 30)),
                new JournalRow.Owes(owed(OTHER, 90)));

        assertThat(rows.dues())
                .containsExactlyInAnyOrder(new Due(ONE, NOW.plusSeconds(30)), new Due(OTHER, NOW.plusSeconds(90)));
        assertThat(rows.owed()).hasSize(2);
        assertThat(rows.rescheduled()).hasSize(1);
    }

    @Test
    void everyLaneThatIsWrittenToStandsOnce() {
        UUID third = new UUID(0, 3);
        Rows rows = rows(
                closed(third),
                waits(OTHER, 1, 0),
                new JournalRow.Owes(owed(ONE, 1)),
                new JournalRow.Owes(owed(OTHER, 1)));

        assertThat(rows.lanes()).containsExactlyInAnyOrder(ONE, OTHER, third);
    }

    @Test
    void ofTwoSubscribersTheOneWhoTookTheOthersPlaceIsWaitedFor() {
        Wait old = new Wait(ONE, NOW.plusSeconds(3_600), 4, 1);
        Wait young = new Wait(ONE, NOW.plusSeconds(5), 0, 2);

        assertThat(rows(new JournalRow.Waits(old), new JournalRow.Waits(young)).waits())
                .containsExactly(young);
        assertThat(rows(new JournalRow.Waits(young), new JournalRow.Waits(old)).waits())
                .containsExactly(young);
    }

    @Test
    void whatIsSettledNeedsNoLane() {
        Rows rows = rows(new JournalRow.Settled(new Settled(ONE, new UUID(1, 1), null)));

        assertThat(rows.settled()).hasSize(1);
        assertThat(rows.lanes()).isEmpty();
    }

    @Test
    void whatWasAskedForAndIsDoneNeedsNoLane() {
        Rows rows = rows(new JournalRow.Fulfilled(ONE), new JournalRow.Fulfilled(OTHER));

        assertThat(rows.fulfilled()).containsExactly(ONE, OTHER);
        assertThat(rows.lanes()).isEmpty();
    }

    private static Rows rows(JournalRow... rows) {
        return Rows.of(
                Stream.of(rows).map(row -> JournalEntry.ofOwed(List.of(row))).toList());
    }

    private static JournalRow waits(UUID webhook, int seconds, int probes) {
        return new JournalRow.Waits(new Wait(webhook, NOW.plusSeconds(seconds), probes, 1));
    }

    private static JournalRow closed(UUID webhook) {
        return new JournalRow.Closed(webhook);
    }

    private static Owed owed(UUID webhook, int seconds) {
        return new Owed(webhook, new UUID(1, seconds), 1, NOW.plusSeconds(seconds), null);
    }
}
