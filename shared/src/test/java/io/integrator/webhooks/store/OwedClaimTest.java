package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static io.integrator.webhooks.store.TestLane.LEASE;
import static io.integrator.webhooks.store.TestLane.MANY;
import static io.integrator.webhooks.store.TestLane.anHourAgo;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.store.OwedStore.Claimed;
import io.integrator.webhooks.store.OwedStore.Owed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is claimed, and of which lanes. */
class OwedClaimTest {

    private static TestDatabase database;

    private final TestLane lane = new TestLane(database);
    private final String integrator = lane.integrator();
    private final UUID webhook = lane.webhook();

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("owed_claim");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void whatIsDueIsClaimedWithItsEvent() {
        DomainEvent event = database.event(integrator, PAYMENT_CREATED);
        database.owe(webhook, anHourAgo(), List.of(event.key()));

        List<Claimed> claimed = lane.claim(MANY, MANY);

        assertThat(claimed).singleElement().satisfies(one -> {
            assertThat(one.webhookId()).isEqualTo(webhook);
            assertThat(one.integratorId()).isEqualTo(integrator);
            assertThat(one.number()).isEqualTo(1);
            assertThat(one.probes()).isZero();
            assertThat(one.event()).hasValueSatisfying(found -> {
                assertThat(found.id()).isEqualTo(event.id());
                assertThat(found.type()).isEqualTo(PAYMENT_CREATED);
                assertThat(found.body()).isEqualTo(event.body());
            });
        });
    }

    @Test
    void whatIsNotDueIsLeft() {
        List<UUID> keys = lane.oweEvents(1);
        database.rows("update owed set due_at = now() + interval '1 hour' where webhook_id = $1", webhook);

        assertThat(lane.claim(MANY, MANY)).isEmpty();

        assertThat(keys).hasSize(1);
        assertThat(lane.owed()).isEqualTo(1);
    }

    @Test
    void anOwedDeliveryIsInsertedOnce() {
        DomainEvent event = database.event(integrator, PAYMENT_CREATED);

        database.owe(webhook, anHourAgo(), List.of(event.key()));
        database.owe(webhook, anHourAgo(), List.of(event.key()));

        assertThat(lane.owed()).isEqualTo(1);
    }

    @Test
    void whatIsOwedToADeletedWebhookIsPassedOver() {
        UUID deleted = UUID.randomUUID();
        DomainEvent event = database.event(integrator, PAYMENT_CREATED);

        database.inTransaction(connection -> OwedStore.insert(
                connection,
                List.of(
                        new Owed(deleted, event.key(), 1, Instant.now(), null),
                        new Owed(webhook, event.key(), 1, Instant.now(), null))));

        assertThat(lane.owed()).isEqualTo(1);
    }

    @Test
    void anEventThatRetentionHasDroppedIsClaimedWithoutIt() {
        database.owe(webhook, anHourAgo(), List.of(TestDatabase.IDS.next()));

        assertThat(lane.claim(MANY, MANY))
                .singleElement()
                .satisfies(one -> assertThat(one.event()).isEmpty());
    }

    @Test
    void aHeldLaneIsPassedOver() {
        lane.oweEvents(1);
        lane.disable();

        assertThat(lane.claim(MANY, MANY)).isEmpty();
    }

    @Test
    void aLaneThatWaitsIsPassedOver() {
        lane.oweEvents(1);
        lane.waitUntil(Instant.now().plusSeconds(3_600), 0);

        assertThat(lane.claim(MANY, MANY)).isEmpty();
    }

    @Test
    void aLaneDoesNotWaitForASubscriberThatAnotherHasReplaced() {
        lane.oweEvents(1);
        int before = lane.revision();
        lane.disable();
        lane.enable();

        lane.waitUntil(Instant.now().plusSeconds(3_600), 3, before);

        assertThat(lane.claim(MANY, MANY)).hasSize(1);
    }

    @Test
    void aLaneThatHasWaitedIsServed() {
        lane.oweEvents(1);
        lane.waitUntil(Instant.now().minusSeconds(1), 0);

        assertThat(lane.claim(MANY, MANY)).hasSize(1);
    }

    @Test
    void whatIsAddedToALaneThatWaitsDoesNotWakeIt() {
        lane.waitUntil(Instant.now().plusSeconds(3_600), 0);
        lane.oweEvents(1);

        assertThat(lane.claim(MANY, MANY)).isEmpty();
        assertThat(lane.due()).get().satisfies(due -> assertThat(due).isAfter(Instant.now()));
    }

    @Test
    void noMoreIsClaimedOfAWebhookThanThereIsRoomFor() {
        lane.oweEvents(3);

        List<Claimed> claimed = await(lane.store().claim(MANY, MANY, Map.of(webhook, 2), UUID.randomUUID(), LEASE));

        assertThat(claimed).hasSize(2);
        assertThat(lane.claim(MANY, MANY)).hasSize(1);
    }

    @Test
    void aWebhookWithoutRoomIsPassedOver() {
        lane.oweEvents(1);

        assertThat(await(lane.store().claim(MANY, MANY, Map.of(webhook, 0), UUID.randomUUID(), LEASE)))
                .isEmpty();
        assertThat(lane.claim(MANY, MANY)).hasSize(1);
    }

    @Test
    void aLaneThatOwesAThousandDoesNotStarveTheOther() {
        UUID other = database.webhook(integrator, PAYMENT_CREATED);
        lane.oweEvents(1_000);
        database.oweEvents(integrator, other, 5);

        List<Claimed> claimed = lane.claim(2, 32);

        assertThat(claimed).filteredOn(one -> one.webhookId().equals(webhook)).hasSize(16);
        assertThat(claimed).filteredOn(one -> one.webhookId().equals(other)).hasSize(5);
    }

    @Test
    void lanesTakeTurnsWhereThereIsRoomForOne() {
        UUID other = database.webhook(integrator, PAYMENT_CREATED);
        lane.oweEvents(40);
        database.oweEvents(integrator, other, 40);
        List<UUID> served = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            served.add(lane.claim(1, 4).get(0).webhookId());
        }

        assertThat(served).containsOnly(webhook, other);
        assertThat(served.get(0)).isNotEqualTo(served.get(1));
        assertThat(served.get(2)).isNotEqualTo(served.get(3));
    }
}
