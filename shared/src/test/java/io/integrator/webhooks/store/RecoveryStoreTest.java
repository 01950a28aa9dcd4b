package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.ACCOUNT_CREATED;
import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static io.integrator.webhooks.store.TestLane.MANY;
import static io.integrator.webhooks.store.TestLane.anHourAgo;
import static io.integrator.webhooks.store.TestLane.keys;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.TraceContext;
import io.integrator.webhooks.store.OwedStore.Claimed;
import io.integrator.webhooks.store.RecoveryStore.Kind;
import io.integrator.webhooks.store.RecoveryStore.Range;
import io.integrator.webhooks.store.RecoveryStore.Recovery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a webhook didn't get is owed again, and what is held is skipped. */
class RecoveryStoreTest {

    private static TestDatabase database;

    private final TestLane lane = new TestLane(database);
    private final String integrator = lane.integrator();
    private final UUID webhook = lane.webhook();
    private final RecoveryStore recovery = new RecoveryStore(database.pool());

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("recovery");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void whatWasGivenUpIsOwedWithTheWholeScheduleAndWhatSucceededOrIsOwedIsNot() {
        DomainEvent givenUp = database.event(integrator, PAYMENT_CREATED);
        DomainEvent succeededLater = database.event(integrator, PAYMENT_CREATED);
        DomainEvent stillOwed = database.event(integrator, PAYMENT_CREATED);
        DomainEvent resentInVain = database.event(integrator, PAYMENT_CREATED);
        attempt(givenUp, 10, "retry", "http_status", null);
        attempt(succeededLater, 10, "retry", "timeout", null);
        attempt(succeededLater, 10, "manual", "ok", null);
        attempt(stillOwed, 1, "first", "timeout", Instant.now());
        database.owe(webhook, anHourAgo().plusSeconds(7_200), List.of(stillOwed.key()));
        attempt(resentInVain, 1, "manual", "timeout", null);

        Recovery recovered = recover(Kind.FAILED, anHourAgo(), MANY);

        assertThat(recovered).isEqualTo(new Recovery.Done(1, false));
        assertThat(lane.claim(MANY, MANY)).singleElement().satisfies(claimed -> {
            assertThat(claimed.eventKey()).isEqualTo(givenUp.key());
            assertThat(claimed.number()).isEqualTo(1);
        });
        assertThat(recover(Kind.FAILED, anHourAgo(), MANY)).isEqualTo(new Recovery.Done(0, false));
    }

    @Test
    void anEventThatWasResentInVainIsMissedAsBefore() {
        Instant start = Instant.now().minusSeconds(600);
        DomainEvent resentInVain = missed(PAYMENT_CREATED, start);
        DomainEvent resent = missed(PAYMENT_CREATED, start.plusMillis(1));
        attempt(resentInVain, 1, "manual", "timeout", null);
        attempt(resent, 1, "manual", "ok", null);

        Recovery recovered = recover(Kind.MISSED, start, MANY);

        assertThat(recovered).isEqualTo(new Recovery.Done(1, false));
        assertThat(keys(lane.claim(MANY, MANY))).containsExactly(resentInVain.key());
    }

    @Test
    void onlyTheRangeAndTheTypesThatAreAskedForAreTakenUp() {
        database.rows("update webhook set events = '{payment.created,account.created}' where id = $1", webhook);
        Instant noon = Instant.now().minusSeconds(600);
        missed(PAYMENT_CREATED, noon.minusMillis(1));
        DomainEvent first = missed(PAYMENT_CREATED, noon);
        missed(ACCOUNT_CREATED, noon.plusMillis(1));
        DomainEvent last = missed(PAYMENT_CREATED, noon.plusMillis(2));
        missed(PAYMENT_CREATED, noon.plusMillis(3));

        Recovery recovered = await(recovery.recover(
                        integrator,
                        webhook,
                        new Range(Kind.MISSED, noon, noon.plusMillis(3), List.of(PAYMENT_CREATED), MANY, 10)))
                .orElseThrow();

        assertThat(recovered).isEqualTo(new Recovery.Done(2, false));
        assertThat(keys(lane.claim(MANY, MANY))).containsExactly(first.key(), last.key());
    }

    @Test
    void whatARequestHasTakenUpGoesOnFromIt() {
        Instant start = Instant.now().minusSeconds(600);
        missed(PAYMENT_CREATED, start);
        TraceContext trace = new TraceContext("00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01", "");

        Range range =
                new Range(Kind.MISSED, start, Instant.now().plusSeconds(1), List.of(), MANY, 10, Optional.of(trace));
        await(recovery.recover(integrator, webhook, range));

        assertThat(lane.claim(MANY, MANY))
                .singleElement()
                .satisfies(claimed -> assertThat(claimed.asked()).contains(trace));
    }

    @Test
    void whatIsTakenUpGoesOutOldestFirstAndThrottled() {
        Instant start = Instant.now().minusSeconds(600);
        List<UUID> keys = List.of(
                missed(PAYMENT_CREATED, start).key(),
                missed(PAYMENT_CREATED, start.plusMillis(1)).key(),
                missed(PAYMENT_CREATED, start.plusMillis(2)).key());

        recover(Kind.MISSED, start, MANY);

        assertThat(lane.drainRate()).isEqualTo(10);
        List<Claimed> claimed = lane.claim(MANY, MANY);
        assertThat(keys(claimed)).isEqualTo(keys.subList(0, 2));
    }

    @Test
    void noMoreIsTakenUpThanAskedForAndTheRestIsTakenUpNext() {
        Instant start = Instant.now().minusSeconds(600);
        database.rows("""
                insert into event (integrator_id, key, id, type, occurred_at, body)
                select $1, uuid_at($2::timestamptz + n * interval '1 ms'), 'bulk-' || n, 'payment.created', now(), '{}'
                from generate_series(1, 4500) n""", integrator, Columns.utc(start));

        Recovery most = recover(Kind.MISSED, start, 4_100);
        Recovery rest = recover(Kind.MISSED, start, 4_100);

        assertThat(most).isEqualTo(new Recovery.Done(4_100, true));
        assertThat(rest).isEqualTo(new Recovery.Done(400, false));
        assertThat(lane.owed()).isEqualTo(4_500);
    }

    @Test
    void whatIsHeldIsSkippedAndCanBeRecoveredAfterTheEnable() {
        List<UUID> keys = lane.oweEvents(3);
        lane.disable();

        Recovery skipped = recover(Kind.SKIPPED, anHourAgo(), 2);
        lane.enable();
        lane.wake();
        List<UUID> sent = keys(lane.claim(MANY, MANY));
        Recovery recovered = recover(Kind.HELD, anHourAgo(), MANY);

        assertThat(skipped).isEqualTo(new Recovery.Done(2, true));
        assertThat(sent).containsExactly(keys.get(2));
        assertThat(recovered).isEqualTo(new Recovery.Done(2, false));
        lane.wake();
        assertThat(keys(lane.claim(MANY, MANY))).containsExactly(keys.get(0), keys.get(1));
        assertThat(database.value(Long.class, "select count(*) from expired where webhook_id = $1", webhook))
                .isZero();
    }

    @Test
    void aDisabledWebhookGetsNothingAndAnEnabledOneHasNothingToSkip() {
        assertThat(recover(Kind.SKIPPED, anHourAgo(), MANY)).isEqualTo(new Recovery.IsEnabled());
        lane.disable();

        assertThat(recover(Kind.MISSED, anHourAgo(), MANY)).isEqualTo(new Recovery.IsDisabled());
        assertThat(recover(Kind.HELD, anHourAgo(), MANY)).isEqualTo(new Recovery.IsDisabled());
    }

    @Test
    void anothersWebhookIsNone() {
        Range range = new Range(Kind.MISSED, anHourAgo(), Instant.now(), List.of(), MANY, 10);

        Optional<Recovery> recovered = await(recovery.recover(database.integrator(), webhook, range));

        assertThat(recovered).isEmpty();
    }

    private Recovery recover(Kind kind, Instant since, int most) {
        Range range = new Range(kind, since, Instant.now().plusSeconds(1), List.of(), most, 10);
        return await(recovery.recover(integrator, webhook, range)).orElseThrow();
    }

    private DomainEvent missed(EventType type, Instant at) {
        return database.event(integrator, type, TimeOrderedIds.leastAt(at));
    }

    private void attempt(DomainEvent event, int number, String trigger, String outcome, Instant retryAt) {
        database.rows(
                """
                insert into attempt (webhook_id, id, event_key, number, trigger, outcome, duration_ms, retry_at)
                values ($1, $2, $3, $4::int, $5, $6, 1, $7)""", webhook, TestDatabase.IDS.next(), event.key(), number, trigger, outcome, Columns.utc(retryAt));
    }
}
