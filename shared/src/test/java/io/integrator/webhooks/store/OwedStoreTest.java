package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.ACCOUNT_CREATED;
import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.store.OwedStore.Claimed;
import io.integrator.webhooks.store.OwedStore.Owed;
import io.integrator.webhooks.store.OwedStore.Pace;
import io.integrator.webhooks.store.OwedStore.Settled;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwedStoreTest {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int MANY = 100;

    private static TestDatabase database;

    private final OwedStore store = new OwedStore(database.pool(), new Pace(Duration.ofMillis(200), 1.02, 1_000));
    private final String integrator = database.integrator();
    private final UUID webhook = database.webhook(integrator, PAYMENT_CREATED);

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("owed_store");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    /** What other tests left owes nothing to this one. */
    @BeforeEach
    void hideOtherLanes() {
        database.rows("update lane set held = true where webhook_id <> $1", webhook);
    }

    @Test
    void whatIsDueIsClaimedWithItsEvent() {
        DomainEvent event = database.event(integrator, PAYMENT_CREATED);
        database.owe(webhook, anHourAgo(), List.of(event.key()));

        List<Claimed> claimed = claim(MANY, MANY);

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
        List<UUID> keys = database.oweEvents(integrator, webhook, 1);
        database.rows("update owed set due_at = now() + interval '1 hour' where webhook_id = $1", webhook);

        assertThat(claim(MANY, MANY)).isEmpty();

        assertThat(keys).hasSize(1);
        assertThat(owed()).isEqualTo(1);
    }

    @Test
    void whatIsClaimedIsNobodyElses() {
        database.oweEvents(integrator, webhook, 3);

        assertThat(claim(MANY, MANY)).hasSize(3);
        assertThat(claim(MANY, MANY)).isEmpty();
    }

    @Test
    void anOwedDeliveryIsInsertedOnce() {
        DomainEvent event = database.event(integrator, PAYMENT_CREATED);

        database.owe(webhook, anHourAgo(), List.of(event.key()));
        database.owe(webhook, anHourAgo(), List.of(event.key()));

        assertThat(owed()).isEqualTo(1);
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

        assertThat(owed()).isEqualTo(1);
    }

    @Test
    void anEventThatRetentionHasDroppedIsClaimedWithoutIt() {
        database.owe(webhook, anHourAgo(), List.of(TestDatabase.IDS.next()));

        assertThat(claim(MANY, MANY))
                .singleElement()
                .satisfies(one -> assertThat(one.event()).isEmpty());
    }

    @Test
    void aRescheduledDeliveryComesAgainWithItsNextNumber() {
        database.oweEvents(integrator, webhook, 1);
        Claimed claimed = claim(MANY, MANY).get(0);

        reschedule(claimed, claimed.lease().token(), anHourAgo());

        assertThat(claim(MANY, MANY)).singleElement().satisfies(one -> {
            assertThat(one.eventKey()).isEqualTo(claimed.eventKey());
            assertThat(one.number()).isEqualTo(2);
        });
    }

    @Test
    void aRescheduledDeliveryWaitsForItsTime() {
        database.oweEvents(integrator, webhook, 1);
        Claimed claimed = claim(MANY, MANY).get(0);

        reschedule(claimed, claimed.lease().token(), Instant.now().plusSeconds(3_600));

        assertThat(claim(MANY, MANY)).isEmpty();
        assertThat(owed()).isEqualTo(1);
    }

    @Test
    void aSettledDeliveryIsOwedNoLonger() {
        database.oweEvents(integrator, webhook, 2);
        List<Claimed> claimed = claim(MANY, MANY);

        settle(claimed.get(0), claimed.get(0).lease().token());

        assertThat(owed()).isEqualTo(1);
    }

    @Test
    void aLostLeaseChangesNothing() {
        database.oweEvents(integrator, webhook, 1);
        Claimed claimed = claim(MANY, MANY).get(0);
        UUID lost = UUID.randomUUID();

        reschedule(claimed, lost, anHourAgo());
        settle(claimed, lost);

        assertThat(database.rows("select number, lease from owed where webhook_id = $1", webhook))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getShort("number")).isEqualTo((short) 1);
                    assertThat(row.getUUID("lease")).isEqualTo(claimed.lease().token());
                });
    }

    @Test
    void aSuccessSettlesWhoeverHoldsTheLease() {
        database.oweEvents(integrator, webhook, 1);
        Claimed claimed = claim(MANY, MANY).get(0);

        settle(claimed, null);

        assertThat(owed()).isZero();
    }

    @Test
    void aLeaseThatRanOutIsClaimableAgain() {
        database.oweEvents(integrator, webhook, 2);
        List<Claimed> first = claim(MANY, MANY);
        runOut();

        List<Claimed> second = claim(MANY, MANY);

        assertThat(keys(second)).containsExactlyElementsOf(keys(first));
        assertThat(second.get(0).lease().token())
                .isNotEqualTo(first.get(0).lease().token());
    }

    /** The lane itself comes due no later than the lease ends, or nobody would look. */
    @Test
    void theLaneOfALeaseIsDueWhenTheLeaseEnds() {
        database.oweEvents(integrator, webhook, 2);

        Claimed claimed = claim(MANY, MANY).get(0);

        assertThat(laneDue()).contains(claimed.lease().until());
    }

    @Test
    void aLaneThatOwesNothingIsNotLookedAtAgain() {
        database.oweEvents(integrator, webhook, 1);
        Claimed claimed = claim(MANY, MANY).get(0);
        settle(claimed, claimed.lease().token());
        runOut();

        assertThat(claim(MANY, MANY)).isEmpty();

        assertThat(laneDue()).isEmpty();
    }

    @Test
    void aHeldLaneIsPassedOver() {
        database.oweEvents(integrator, webhook, 1);
        await(database.webhooks().change(integrator, webhook, patch(true)));

        assertThat(claim(MANY, MANY)).isEmpty();
    }

    @Test
    void aLaneThatWaitsIsPassedOver() {
        database.oweEvents(integrator, webhook, 1);
        waitUntil(Instant.now().plusSeconds(3_600), 0);

        assertThat(claim(MANY, MANY)).isEmpty();
    }

    @Test
    void aLaneThatHasWaitedIsServed() {
        database.oweEvents(integrator, webhook, 1);
        waitUntil(Instant.now().minusSeconds(1), 0);

        assertThat(claim(MANY, MANY)).hasSize(1);
    }

    @Test
    void whatIsAddedToALaneThatWaitsDoesNotWakeIt() {
        waitUntil(Instant.now().plusSeconds(3_600), 0);
        database.oweEvents(integrator, webhook, 1);

        assertThat(claim(MANY, MANY)).isEmpty();
        assertThat(laneDue()).get().satisfies(due -> assertThat(due).isAfter(Instant.now()));
    }

    @Test
    void aBusyWebhookIsPassedOver() {
        database.oweEvents(integrator, webhook, 1);

        assertThat(await(store.claim(MANY, MANY, List.of(webhook), UUID.randomUUID(), LEASE)))
                .isEmpty();
        assertThat(claim(MANY, MANY)).hasSize(1);
    }

    @Test
    void aLaneThatOwesAThousandDoesNotStarveTheOther() {
        UUID other = database.webhook(integrator, PAYMENT_CREATED);
        database.oweEvents(integrator, webhook, 1_000);
        database.oweEvents(integrator, other, 5);

        List<Claimed> claimed = claim(2, 32);

        assertThat(claimed).filteredOn(one -> one.webhookId().equals(webhook)).hasSize(16);
        assertThat(claimed).filteredOn(one -> one.webhookId().equals(other)).hasSize(5);
    }

    @Test
    void lanesTakeTurnsWhereThereIsRoomForOne() {
        UUID other = database.webhook(integrator, PAYMENT_CREATED);
        database.oweEvents(integrator, webhook, 40);
        database.oweEvents(integrator, other, 40);
        List<UUID> served = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            served.add(claim(1, 4).get(0).webhookId());
        }

        assertThat(served).containsOnly(webhook, other);
        assertThat(served.get(0)).isNotEqualTo(served.get(1));
        assertThat(served.get(2)).isNotEqualTo(served.get(3));
    }

    @Test
    void anOpenBreakerIsProbedWithOneDeliveryAtATime() {
        database.oweEvents(integrator, webhook, 5);
        waitUntil(Instant.now().minusSeconds(1), 3);

        List<Claimed> probe = claim(MANY, MANY);

        assertThat(probe)
                .singleElement()
                .satisfies(one -> assertThat(one.probes()).isEqualTo(3));
        assertThat(claim(MANY, MANY)).isEmpty();
    }

    @Test
    void aBreakerThatClosesLetsTheRestGo() {
        database.oweEvents(integrator, webhook, 5);
        waitUntil(Instant.now().minusSeconds(1), 3);
        settle(claim(MANY, MANY).get(0), null);

        database.inTransaction(connection -> LaneStore.close(connection, new UUID[] {webhook}));

        assertThat(claim(MANY, MANY))
                .hasSize(4)
                .allSatisfy(one -> assertThat(one.probes()).isZero());
    }

    @Test
    void aProbeThatFailsPutsTheNextOneOff() {
        database.oweEvents(integrator, webhook, 5);
        waitUntil(Instant.now().minusSeconds(1), 1);
        Claimed probe = claim(MANY, MANY).get(0);

        Instant next = Instant.now().plusSeconds(120);
        waitUntil(next, 2);
        reschedule(probe, probe.lease().token(), anHourAgo());

        assertThat(claim(MANY, MANY)).isEmpty();
        assertThat(laneDue().orElseThrow()).isCloseTo(next, within(1, ChronoUnit.MILLIS));
    }

    @Test
    void whatWasHeldGoesOutOldestFirstAndPaced() {
        List<UUID> keys = database.oweEvents(integrator, webhook, 20);
        await(database.webhooks().change(integrator, webhook, patch(true)));
        await(database.webhooks().change(integrator, webhook, patch(false)));

        List<Claimed> first = claim(MANY, MANY);
        Instant claimedAt = first.get(0).lease().until().minus(LEASE);

        assertThat(keys(first)).containsExactly(keys.get(0), keys.get(1));
        assertThat(laneDue()).contains(claimedAt.plusMillis(200));
        wake();
        assertThat(keys(claim(MANY, MANY))).containsExactly(keys.get(2), keys.get(3));
    }

    @Test
    void aBacklogThatGoesOutSpeedsUpAndThenTheLaneIsAsBefore() {
        database.oweEvents(integrator, webhook, 3);
        await(database.webhooks().change(integrator, webhook, patch(true)));
        await(database.webhooks().change(integrator, webhook, patch(false)));

        claim(MANY, MANY);
        Double ramped = drainRate();
        wake();
        claim(MANY, MANY);

        assertThat(ramped).isEqualTo(10 * 1.02);
        assertThat(drainRate()).isNull();
    }

    @Test
    void aWebhookThatOwedNothingHasNoBacklogToPace() {
        await(database.webhooks().change(integrator, webhook, patch(true)));
        await(database.webhooks().change(integrator, webhook, patch(false)));
        database.oweEvents(integrator, webhook, 20);

        assertThat(claim(MANY, MANY)).hasSize(20);
    }

    @Test
    void takingUpMissedEventsTakesExactlyWhatWasMissed() {
        Instant since = Instant.now().minusSeconds(600);
        database.event(integrator, PAYMENT_CREATED, TimeOrderedIds.leastAt(since.minusSeconds(1)));
        DomainEvent atTheInstant = database.event(integrator, PAYMENT_CREATED, TimeOrderedIds.leastAt(since));
        DomainEvent missed = database.event(integrator, PAYMENT_CREATED);
        DomainEvent attempted = database.event(integrator, PAYMENT_CREATED);
        DomainEvent owed = database.event(integrator, PAYMENT_CREATED);
        database.event(integrator, ACCOUNT_CREATED);
        database.event(database.integrator(), PAYMENT_CREATED);
        record(attempted);
        database.owe(webhook, Instant.now().plusSeconds(3_600), List.of(owed.key()));

        int taken = await(store.takeUpMissed(webhook, since));

        assertThat(taken).isEqualTo(2);
        assertThat(keys(claim(MANY, MANY))).containsExactlyInAnyOrder(atTheInstant.key(), missed.key());
        assertThat(await(store.takeUpMissed(webhook, since))).isZero();
    }

    @Test
    void aWebhookThatSubscribesToNothingMissedNothing() {
        UUID toNothing = database.webhook(integrator);
        database.event(integrator, PAYMENT_CREATED);

        assertThat(await(store.takeUpMissed(toNothing, anHourAgo()))).isZero();
    }

    @Test
    void whatNobodyTookUpInTimeExpiresAndIsForgottenLater() {
        UUID old = TimeOrderedIds.leastAt(Instant.now().minus(Duration.ofDays(31)));
        database.owe(webhook, anHourAgo(), List.of(old));
        List<UUID> recent = database.oweEvents(integrator, webhook, 1);
        Instant before = Instant.now().minus(Duration.ofDays(30));

        assertThat(await(new ExpiredStore(database.pool()).expire(before, 10))).isEqualTo(1);

        assertThat(database.value(UUID.class, "select event_key from expired where webhook_id = $1", webhook))
                .isEqualTo(old);
        assertThat(keys(claim(MANY, MANY))).isEqualTo(recent);
        await(new ExpiredStore(database.pool()).forget(Instant.now().plusSeconds(60)));
        assertThat(database.value(Long.class, "select count(*) from expired where webhook_id = $1", webhook))
                .isZero();
    }

    private List<Claimed> claim(int lanes, int places) {
        return await(store.claim(lanes, places, List.of(), UUID.randomUUID(), LEASE));
    }

    private void reschedule(Claimed claimed, UUID token, Instant dueAt) {
        database.inTransaction(connection -> LaneStore.lock(connection, new UUID[] {webhook})
                .compose(locked -> LaneStore.due(connection, List.of(new LaneStore.Due(webhook, dueAt))))
                .compose(due -> OwedStore.reschedule(
                        connection,
                        List.of(new Owed(webhook, claimed.eventKey(), claimed.number() + 1, dueAt, token)))));
    }

    private void settle(Claimed claimed, UUID token) {
        database.inTransaction(
                connection -> OwedStore.settle(connection, List.of(new Settled(webhook, claimed.eventKey(), token))));
    }

    private void waitUntil(Instant until, int probes) {
        database.inTransaction(connection -> LaneStore.lock(connection, new UUID[] {webhook})
                .compose(locked -> LaneStore.await(connection, List.of(new LaneStore.Wait(webhook, until, probes)))));
    }

    private void record(DomainEvent event) {
        Target target =
                new Target(webhook, integrator, "https://example.com/", Set.of(), List.of(), 1, false, Instant.EPOCH);
        Attempt attempt = new Attempt(
                TestDatabase.IDS.next(),
                Delivery.first(target, event),
                Instant.now(),
                Duration.ofMillis(1),
                new Outcome.Answered(204, Optional.empty(), ""));
        database.inTransaction(
                connection -> AttemptStore.record(connection, List.of(new AttemptStore.Entry(attempt, false, null))));
    }

    /** As if the time of the leases, and of the lane, had passed. */
    private void runOut() {
        database.rows("update owed set due_at = now() - interval '1 second' where webhook_id = $1", webhook);
        wake();
    }

    private void wake() {
        database.rows("update lane set due_at = now() - interval '1 second' where webhook_id = $1", webhook);
    }

    private Optional<Instant> laneDue() {
        return Optional.ofNullable(
                        database.value(OffsetDateTime.class, "select due_at from lane where webhook_id = $1", webhook))
                .map(OffsetDateTime::toInstant);
    }

    private Double drainRate() {
        return database.value(Double.class, "select drain_rate from lane where webhook_id = $1", webhook);
    }

    private long owed() {
        return database.value(Long.class, "select count(*) from owed where webhook_id = $1", webhook);
    }

    private static List<UUID> keys(List<Claimed> claimed) {
        return claimed.stream().map(Claimed::eventKey).toList();
    }

    private static WebhookPatch patch(boolean disabled) {
        return new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(disabled));
    }

    private static Instant anHourAgo() {
        return Instant.now().minusSeconds(3_600);
    }
}
