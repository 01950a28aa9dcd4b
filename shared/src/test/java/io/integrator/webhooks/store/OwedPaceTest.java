package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestLane.LEASE;
import static io.integrator.webhooks.store.TestLane.MANY;
import static io.integrator.webhooks.store.TestLane.anHourAgo;
import static io.integrator.webhooks.store.TestLane.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.integrator.webhooks.store.OwedStore.Claimed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lanes that are not emptied at once: those whose breaker is open, and those that drain a backlog. */
class OwedPaceTest {

    private static TestDatabase database;

    private final TestLane lane = new TestLane(database);
    private final UUID webhook = lane.webhook();

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("owed_pace");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void anOpenBreakerIsProbedWithOneDeliveryAtATime() {
        lane.oweEvents(5);
        lane.waitUntil(Instant.now().minusSeconds(1), 3);

        List<Claimed> probe = lane.claim(MANY, MANY);

        assertThat(probe)
                .singleElement()
                .satisfies(one -> assertThat(one.probes()).isEqualTo(3));
        assertThat(lane.claim(MANY, MANY)).isEmpty();
    }

    @Test
    void aBreakerThatClosesLetsTheRestGo() {
        lane.oweEvents(5);
        lane.waitUntil(Instant.now().minusSeconds(1), 3);
        lane.settle(lane.claim(MANY, MANY).get(0), null);

        database.inTransaction(connection -> LaneStore.close(connection, new UUID[] {webhook}));

        assertThat(lane.claim(MANY, MANY))
                .hasSize(4)
                .allSatisfy(one -> assertThat(one.probes()).isZero());
    }

    @Test
    void aProbeThatFailsPutsTheNextOneOff() {
        lane.oweEvents(5);
        lane.waitUntil(Instant.now().minusSeconds(1), 1);
        Claimed probe = lane.claim(MANY, MANY).get(0);

        Instant next = Instant.now().plusSeconds(120);
        lane.waitUntil(next, 2);
        lane.reschedule(probe, probe.lease().token(), anHourAgo());

        assertThat(lane.claim(MANY, MANY)).isEmpty();
        assertThat(lane.due().orElseThrow()).isCloseTo(next, within(1, ChronoUnit.MILLIS));
    }

    @Test
    void whatWasHeldGoesOutOldestFirstAndPaced() {
        List<UUID> keys = lane.oweEvents(20);
        lane.disable();
        lane.enable();

        List<Claimed> first = lane.claim(MANY, MANY);
        Instant claimedAt = first.get(0).lease().until().minus(LEASE);

        assertThat(keys(first)).containsExactly(keys.get(0), keys.get(1));
        assertThat(lane.due()).contains(claimedAt.plusMillis(200));
        lane.wake();
        assertThat(keys(lane.claim(MANY, MANY))).containsExactly(keys.get(2), keys.get(3));
    }

    @Test
    void aBacklogThatGoesOutSpeedsUpAndThenTheLaneIsAsBefore() {
        lane.oweEvents(3);
        lane.disable();
        lane.enable();

        lane.claim(MANY, MANY);
        Double ramped = lane.drainRate();
        lane.wake();
        lane.claim(MANY, MANY);

        assertThat(ramped).isEqualTo(10 * 1.02);
        assertThat(lane.drainRate()).isNull();
    }

    @Test
    void aWebhookThatOwedNothingHasNoBacklogToPace() {
        lane.disable();
        lane.enable();
        lane.oweEvents(20);

        assertThat(lane.claim(MANY, MANY)).hasSize(20);
    }
}
