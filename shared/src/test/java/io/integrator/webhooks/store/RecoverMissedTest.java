package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.ACCOUNT_CREATED;
import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static io.integrator.webhooks.store.TestLane.MANY;
import static io.integrator.webhooks.store.TestLane.anHourAgo;
import static io.integrator.webhooks.store.TestLane.keys;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.store.OwedStore.Claimed;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was missed is taken up, and what was not taken up in time expires. */
class RecoverMissedTest {

    private static TestDatabase database;

    private final TestLane lane = new TestLane(database);
    private final String integrator = lane.integrator();
    private final UUID webhook = lane.webhook();
    private final RecoveryStore recovery = new RecoveryStore(database.pool());

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("owed_missed");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
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
        lane.recordAttemptOf(attempted);
        database.owe(webhook, Instant.now().plusSeconds(3_600), List.of(owed.key()));

        int taken = await(recovery.takeUpMissed(webhook, since));

        assertThat(taken).isEqualTo(2);
        assertThat(keys(lane.claim(MANY, MANY))).containsExactlyInAnyOrder(atTheInstant.key(), missed.key());
        assertThat(await(recovery.takeUpMissed(webhook, since))).isZero();
    }

    @Test
    void aDeliveryThatIsSettledWhileMissedEventsAreTakenUpIsNotTakenUp() {
        DomainEvent event = database.event(integrator, PAYMENT_CREATED);
        database.owe(webhook, anHourAgo(), List.of(event.key()));
        Claimed claimed = lane.claim(1, 1).get(0);
        database.rows("""
                create function wait_for_the_test() returns trigger language plpgsql as
                'begin perform pg_advisory_xact_lock(7); return new; end'""");
        database.rows("create trigger slow before insert on owed for each row execute function wait_for_the_test()");
        SqlConnection gate = await(database.pool().getConnection());
        await(gate.query("select pg_advisory_lock(7)").execute());

        Future<Integer> taken = recovery.takeUpMissed(webhook, anHourAgo());
        Awaitility.await().until(() -> taken.isComplete() || isWaitedForTheTest());
        lane.recordAttemptOf(event);
        lane.settle(claimed, claimed.lease().token());
        await(gate.query("select pg_advisory_unlock(7)").execute());

        assertThat(await(taken)).isZero();
        assertThat(lane.owed()).isZero();
        await(gate.close());
        database.rows("drop function wait_for_the_test cascade");
    }

    private static boolean isWaitedForTheTest() {
        return database.value(
                Boolean.class, "select exists (select from pg_locks where locktype = 'advisory' and not granted)");
    }

    @Test
    void aWebhookThatSubscribesToNothingMissedNothing() {
        UUID toNothing = database.webhook(integrator);
        database.event(integrator, PAYMENT_CREATED);

        assertThat(await(recovery.takeUpMissed(toNothing, anHourAgo()))).isZero();
    }

    @Test
    void whatNobodyTookUpInTimeExpiresAndIsForgottenLater() {
        UUID old = TimeOrderedIds.leastAt(Instant.now().minus(Duration.ofDays(31)));
        database.owe(webhook, anHourAgo(), List.of(old));
        List<UUID> recent = lane.oweEvents(1);
        Instant before = Instant.now().minus(Duration.ofDays(30));

        assertThat(await(new ExpiredStore(database.pool()).expire(before, 10))).isEqualTo(1);

        assertThat(database.value(UUID.class, "select event_key from expired where webhook_id = $1", webhook))
                .isEqualTo(old);
        assertThat(keys(lane.claim(MANY, MANY))).isEqualTo(recent);
        await(new ExpiredStore(database.pool()).forget(Instant.now().plusSeconds(60)));
        assertThat(database.value(Long.class, "select count(*) from expired where webhook_id = $1", webhook))
                .isZero();
    }
}
