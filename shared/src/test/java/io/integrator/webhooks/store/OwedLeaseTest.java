package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestLane.MANY;
import static io.integrator.webhooks.store.TestLane.anHourAgo;
import static io.integrator.webhooks.store.TestLane.keys;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.store.OwedStore.Claimed;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a claim: settled, rescheduled, or lost with its lease. */
class OwedLeaseTest {

    private static TestDatabase database;

    private final TestLane lane = new TestLane(database);
    private final UUID webhook = lane.webhook();

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("owed_lease");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void whatIsClaimedIsNobodyElses() {
        lane.oweEvents(3);

        assertThat(lane.claim(MANY, MANY)).hasSize(3);
        assertThat(lane.claim(MANY, MANY)).isEmpty();
    }

    @Test
    void aRescheduledDeliveryComesAgainWithItsNextNumber() {
        lane.oweEvents(1);
        Claimed claimed = lane.claim(MANY, MANY).get(0);

        lane.reschedule(claimed, claimed.lease().token(), anHourAgo());

        assertThat(lane.claim(MANY, MANY)).singleElement().satisfies(one -> {
            assertThat(one.eventKey()).isEqualTo(claimed.eventKey());
            assertThat(one.number()).isEqualTo(2);
        });
    }

    @Test
    void aRescheduledDeliveryWaitsForItsTime() {
        lane.oweEvents(1);
        Claimed claimed = lane.claim(MANY, MANY).get(0);

        lane.reschedule(claimed, claimed.lease().token(), Instant.now().plusSeconds(3_600));

        assertThat(lane.claim(MANY, MANY)).isEmpty();
        assertThat(lane.owed()).isEqualTo(1);
    }

    @Test
    void aSettledDeliveryIsOwedNoLonger() {
        lane.oweEvents(2);
        List<Claimed> claimed = lane.claim(MANY, MANY);

        lane.settle(claimed.get(0), claimed.get(0).lease().token());

        assertThat(lane.owed()).isEqualTo(1);
    }

    @Test
    void aLostLeaseChangesNothing() {
        lane.oweEvents(1);
        Claimed claimed = lane.claim(MANY, MANY).get(0);
        UUID lost = UUID.randomUUID();

        lane.reschedule(claimed, lost, anHourAgo());
        lane.settle(claimed, lost);

        assertThat(database.rows("select number, lease from owed where webhook_id = $1", webhook))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getShort("number")).isEqualTo((short) 1);
                    assertThat(row.getUUID("lease")).isEqualTo(claimed.lease().token());
                });
    }

    @Test
    void aSuccessSettlesWhoeverHoldsTheLease() {
        lane.oweEvents(1);
        Claimed claimed = lane.claim(MANY, MANY).get(0);

        lane.settle(claimed, null);

        assertThat(lane.owed()).isZero();
    }

    @Test
    void aLeaseThatRanOutIsClaimableAgain() {
        lane.oweEvents(2);
        List<Claimed> first = lane.claim(MANY, MANY);
        lane.runOut();

        List<Claimed> second = lane.claim(MANY, MANY);

        assertThat(keys(second)).containsExactlyElementsOf(keys(first));
        assertThat(second.get(0).lease().token())
                .isNotEqualTo(first.get(0).lease().token());
    }

    /** The lane itself comes due no later than the lease ends, or nobody would look. */
    @Test
    void theLaneOfALeaseIsDueWhenTheLeaseEnds() {
        lane.oweEvents(2);

        Claimed claimed = lane.claim(MANY, MANY).get(0);

        assertThat(lane.due()).contains(claimed.lease().until());
    }

    @Test
    void aLaneThatOwesNothingIsNotLookedAtAgain() {
        lane.oweEvents(1);
        Claimed claimed = lane.claim(MANY, MANY).get(0);
        lane.settle(claimed, claimed.lease().token());
        lane.runOut();

        assertThat(lane.claim(MANY, MANY)).isEmpty();

        assertThat(lane.due()).isEmpty();
    }
}
