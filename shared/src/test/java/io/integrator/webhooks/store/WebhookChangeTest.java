package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.ACCOUNT_CREATED;
import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebhookChangeTest {

    private static final WebhookPatch ENABLE = new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(false));
    private static final WebhookPatch DISABLE = new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(true));

    private static TestDatabase database;

    private final WebhookStore store = database.webhooks();
    private final WebhookRows rows = new WebhookRows(database);
    private final String integrator = database.integrator();

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("webhook_change");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void aChangeOfUrlStartsTheCountAfreshAndRaisesTheRevision() {
        UUID id = failing(7);

        Optional<Changed> changed = await(store.change(
                integrator,
                id,
                new WebhookPatch(Optional.of("https://b.example/"), Optional.empty(), Optional.empty())));

        assertThat(changed).hasValueSatisfying(result -> {
            assertThat(result.webhook().url()).isEqualTo("https://b.example/");
            assertThat(result.webhook().failureCount()).isZero();
            assertThat(result.change().resubscribed()).isFalse();
        });
        assertThat(rows.webhook(id).getInteger("revision")).isEqualTo(2);
        assertThat(rows.webhook(id).getValue("failing_since")).isNull();
    }

    @Test
    void theSameUrlAgainChangesNothing() {
        UUID id = failing(7);

        await(store.change(
                integrator,
                id,
                new WebhookPatch(Optional.of("https://example.com/hook"), Optional.empty(), Optional.empty())));

        assertThat(rows.webhook(id).getInteger("revision")).isEqualTo(1);
        assertThat(rows.webhook(id).getInteger("failure_count")).isEqualTo(7);
    }

    @Test
    void aChangeOfUrlClosesTheBreaker() {
        UUID id = database.webhook(integrator);
        openBreaker(id, 3);

        await(store.change(
                integrator,
                id,
                new WebhookPatch(Optional.of("https://b.example/"), Optional.empty(), Optional.empty())));

        assertThat(rows.lane(id).getInteger("probes")).isZero();
        assertThat(isPast(rows.lane(id), "waits_until")).isTrue();
    }

    @Test
    void aChangeOfEventsResubscribesAndKeepsTheCount() {
        UUID id = failing(7);
        OffsetDateTime before = rows.webhook(id).getOffsetDateTime("subscribed_at");

        Optional<Changed> changed = await(store.change(
                integrator,
                id,
                new WebhookPatch(Optional.empty(), Optional.of(List.of(ACCOUNT_CREATED)), Optional.empty())));

        assertThat(changed).hasValueSatisfying(result -> {
            assertThat(result.webhook().events()).containsExactly(ACCOUNT_CREATED);
            assertThat(result.webhook().failureCount()).isEqualTo(7);
            assertThat(result.change().resubscribed()).isTrue();
        });
        assertThat(rows.webhook(id).getOffsetDateTime("subscribed_at")).isAfter(before);
    }

    @Test
    void aDisableHoldsTheLaneAndSaysItWasAskedFor() {
        UUID id = failing(7);

        await(store.change(integrator, id, DISABLE));

        assertThat(rows.webhook(id).getBoolean("disabled")).isTrue();
        assertThat(rows.webhook(id).getString("disabled_reason")).isEqualTo("manual");
        assertThat(rows.webhook(id).getInteger("failure_count")).isEqualTo(7);
        assertThat(rows.webhook(id).getInteger("revision")).isEqualTo(1);
        assertThat(rows.lane(id).getBoolean("held")).isTrue();
    }

    @Test
    void aSecondDisableKeepsTheReasonOfTheFirst() {
        UUID id = database.webhook(integrator);
        database.inTransaction(
                connection -> WebhookStore.disable(connection, List.of(id), List.of(DisabledReason.GONE)));
        OffsetDateTime since = rows.webhook(id).getOffsetDateTime("disabled_at");

        await(store.change(integrator, id, DISABLE));
        List<UUID> newly = database.inTransaction(
                connection -> WebhookStore.disable(connection, List.of(id), List.of(DisabledReason.FAILURES)));

        assertThat(newly).isEmpty();
        assertThat(rows.webhook(id).getString("disabled_reason")).isEqualTo("gone");
        assertThat(rows.webhook(id).getOffsetDateTime("disabled_at")).isEqualTo(since);
    }

    @Test
    void anAutomaticDisableHoldsTheLanes() {
        UUID one = database.webhook(integrator);
        UUID other = database.webhook(integrator);

        List<UUID> newly = database.inTransaction(connection -> WebhookStore.disable(
                connection, List.of(one, other), List.of(DisabledReason.GONE, DisabledReason.FAILURES)));

        assertThat(newly).containsExactlyInAnyOrder(one, other);
        assertThat(rows.webhook(one).getString("disabled_reason")).isEqualTo("gone");
        assertThat(rows.webhook(other).getString("disabled_reason")).isEqualTo("failures");
        assertThat(rows.lane(one).getBoolean("held")).isTrue();
        assertThat(rows.lane(other).getBoolean("held")).isTrue();
    }

    @Test
    void anEnableForgetsTheFailuresAndReleasesTheLane() {
        UUID id = failing(20);
        openBreaker(id, 4);
        await(store.change(integrator, id, DISABLE));

        await(store.change(integrator, id, ENABLE));

        Row row = rows.webhook(id);
        assertThat(row.getBoolean("disabled")).isFalse();
        assertThat(row.getInteger("failure_count")).isZero();
        assertThat(row.getValue("failing_since")).isNull();
        assertThat(row.getValue("disabled_reason")).isNull();
        assertThat(row.getInteger("revision")).isEqualTo(2);
        assertThat(rows.lane(id).getBoolean("held")).isFalse();
        assertThat(rows.lane(id).getInteger("probes")).isZero();
        assertThat(isPast(rows.lane(id), "waits_until")).isTrue();
    }

    @Test
    void anEnableOfAnEnabledWebhookKeepsItsCount() {
        UUID id = failing(7);

        await(store.change(integrator, id, ENABLE));

        assertThat(rows.webhook(id).getInteger("failure_count")).isEqualTo(7);
        assertThat(rows.webhook(id).getInteger("revision")).isEqualTo(1);
    }

    @Test
    void aChangeMeetsADeliveryThatIsBecomingOwedWithoutDeadlock() {
        assertNoDeadlockWith(id -> store.change(integrator, id, DISABLE).mapEmpty());
    }

    @Test
    void aDeleteMeetsADeliveryThatIsBecomingOwedWithoutDeadlock() {
        assertNoDeadlockWith(id -> store.delete(integrator, id).mapEmpty());
    }

    /** The journal has locked the lane, then the API comes, then the journal adds to what is owed. */
    private void assertNoDeadlockWith(Function<UUID, Future<Void>> api) {
        UUID id = database.webhook(integrator, EventType.PAYMENT_CREATED);
        DomainEvent event = database.event(integrator, PAYMENT_CREATED);
        var journal = await(database.pool().getConnection());
        var transaction = await(journal.begin());
        await(LaneStore.lock(journal, new UUID[] {id}));
        Future<Void> changed = api.apply(id);
        waitAtMost(Duration.ofSeconds(10))
                .until(() -> database.value(
                                Long.class,
                                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                        > 0);

        await(OwedStore.insert(journal, List.of(new OwedStore.Owed(id, event.key(), 1, Instant.now(), null))));
        await(transaction.commit());
        await(journal.close());
        await(changed);
    }

    private UUID failing(int failures) {
        UUID id = database.webhook(integrator, PAYMENT_CREATED);
        database.rows("update webhook set failure_count = $2, failing_since = now() where id = $1", id, failures);
        return id;
    }

    private static void openBreaker(UUID id, int probes) {
        database.inTransaction(connection -> LaneStore.await(
                connection, List.of(new LaneStore.Wait(id, Instant.now().plusSeconds(3_600), probes, 1))));
    }

    private static boolean isPast(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant().isBefore(Instant.now());
    }
}
