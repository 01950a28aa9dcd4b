package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestLane.LEASE;
import static io.integrator.webhooks.store.TestLane.MANY;
import static io.integrator.webhooks.store.TestLane.anHourAgo;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.store.OwedStore.Claimed;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The limits that an integrator sets for a webhook, which hold over all workers. Claims are made every 200 ms. */
class OwedLimitsTest {

    private static TestDatabase database;

    private final TestLane lane = new TestLane(database);
    private final UUID webhook = lane.webhook();

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("owed_limits");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void noMoreAreUnderLeasesThanMayBeInFlight() {
        lane.oweEvents(10);
        limit("max_in_flight", 3);

        List<Claimed> first = lane.claim(MANY, MANY);
        lane.wake();
        List<Claimed> second = lane.claim(MANY, MANY);
        lane.settle(first.get(0), first.get(0).lease().token());
        lane.wake();
        List<Claimed> third = lane.claim(MANY, MANY);

        assertThat(first).hasSize(3);
        assertThat(second).isEmpty();
        assertThat(third).hasSize(1);
    }

    @Test
    void aLaneWithAllInFlightIsLookedAtAgainAtTheNextClaim() {
        lane.oweEvents(10);
        limit("max_in_flight", 1);
        Instant claimedAt = lane.claim(MANY, MANY).get(0).lease().until().minus(LEASE);
        lane.wake();

        lane.claim(MANY, MANY);

        assertThat(lane.due().orElseThrow()).isBetween(claimedAt.plusMillis(200), claimedAt.plusSeconds(30));
    }

    @Test
    void aRateIsKeptWhateverBecomesDue() {
        lane.oweEvents(10);
        limit("rate_per_second", 10);

        List<Claimed> first = lane.claim(MANY, MANY);
        Instant claimedAt = first.get(0).lease().until().minus(LEASE);
        lane.reschedule(first.get(0), first.get(0).lease().token(), anHourAgo());

        assertThat(first).hasSize(2);
        assertThat(lane.due()).contains(claimedAt.plusMillis(200));
        assertThat(lane.claim(MANY, MANY)).isEmpty();
    }

    @Test
    void aRateBelowOneAClaimSpacesClaimsOut() {
        lane.oweEvents(10);
        limit("rate_per_second", 1);

        List<Claimed> first = lane.claim(MANY, MANY);

        assertThat(first).hasSize(1);
        assertThat(lane.due())
                .contains(first.get(0).lease().until().minus(LEASE).plusSeconds(1));
    }

    @Test
    void aHeldBacklogGoesOutNoFasterThanTheRate() {
        lane.oweEvents(20);
        lane.disable();
        limit("rate_per_second", 5);
        lane.enable();

        assertThat(lane.claim(MANY, MANY)).hasSize(1);
    }

    @Test
    void aWebhookWithoutLimitsHasNone() {
        lane.oweEvents(20);

        assertThat(lane.claim(MANY, MANY)).hasSize(20);
    }

    private void limit(String column, int value) {
        database.rows("update webhook set " + column + " = " + value + " where id = $1", webhook);
    }
}
