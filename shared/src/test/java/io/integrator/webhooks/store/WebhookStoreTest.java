package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.ACCOUNT_CREATED;
import static io.integrator.webhooks.domain.EventType.PAYMENT_COMPLETED;
import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.domain.Webhook;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebhookStoreTest {

    private static final WebhookPatch ENABLE = new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(false));
    private static final WebhookPatch DISABLE = new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(true));

    private static TestDatabase database;

    private final WebhookStore store = database.webhooks();
    private final String integrator = database.integrator();

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("webhook_store");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void aWebhookIsRegisteredWithItsLaneAndTheNewsOfIt() {
        Creation creation = await(store.create(integrator, "https://a.example/x", List.of(PAYMENT_CREATED)));

        assertThat(creation).isInstanceOfSatisfying(Creation.Created.class, created -> {
            assertThat(created.webhook())
                    .isEqualTo(new Webhook(
                            created.webhook().id(),
                            integrator,
                            "https://a.example/x",
                            List.of(PAYMENT_CREATED),
                            0,
                            false));
            assertThat(created.change().webhookId()).contains(created.webhook().id());
            assertThat(created.change().resubscribed()).isTrue();
            assertThat(lane(created.webhook().id()).getBoolean("held")).isFalse();
            assertThat(await(store.find(integrator, created.webhook().id()))).contains(created.webhook());
        });
    }

    @Test
    void eventsKeepTheirOrder() {
        UUID id = database.webhook(integrator, PAYMENT_CREATED, ACCOUNT_CREATED, PAYMENT_COMPLETED);

        assertThat(await(store.find(integrator, id)))
                .get()
                .extracting(Webhook::events)
                .isEqualTo(List.of(PAYMENT_CREATED, ACCOUNT_CREATED, PAYMENT_COMPLETED));
    }

    @Test
    void anUnknownIntegratorRegistersNothing() {
        Creation creation = await(store.create("nobody", "https://a.example/", List.of()));

        assertThat(creation).isInstanceOf(Creation.UnknownIntegrator.class);
    }

    @Test
    void twentyAtOnceRegisterExactlySixteen() {
        List<Future<Creation>> creations = IntStream.range(0, 20)
                .mapToObj(i -> store.create(integrator, "https://a.example/" + i, List.of()))
                .toList();

        List<Creation> results = creations.stream().map(TestDatabase::await).toList();

        assertThat(results).filteredOn(Creation.Created.class::isInstance).hasSize(16);
        assertThat(results).filteredOn(new Creation.LimitReached(16)::equals).hasSize(4);
        assertThat(await(store.list(integrator, Optional.empty(), Optional.empty(), 100)))
                .hasSize(16);
    }

    @Test
    void aPlaceThatADeleteFreesIsTakenAgain() {
        List<UUID> ids = IntStream.range(0, 16)
                .mapToObj(i -> database.webhook(integrator))
                .toList();
        await(store.delete(integrator, ids.get(3)));

        assertThat(await(store.create(integrator, "https://a.example/", List.of())))
                .isInstanceOf(Creation.Created.class);
        assertThat(await(store.create(integrator, "https://a.example/", List.of())))
                .isInstanceOf(Creation.LimitReached.class);
    }

    @Test
    void pagesFollowEachOtherNewestFirst() {
        List<UUID> ids = IntStream.range(0, 5)
                .mapToObj(i -> database.webhook(integrator))
                .toList();

        List<UUID> first = ids(store.list(integrator, Optional.empty(), Optional.empty(), 2));
        List<UUID> second = ids(store.list(integrator, Optional.empty(), Optional.of(first.get(1)), 2));
        List<UUID> third = ids(store.list(integrator, Optional.empty(), Optional.of(second.get(1)), 2));

        assertThat(first).containsExactly(ids.get(4), ids.get(3));
        assertThat(second).containsExactly(ids.get(2), ids.get(1));
        assertThat(third).containsExactly(ids.get(0));
    }

    @Test
    void theListIsFilteredByDisabled() {
        UUID enabled = database.webhook(integrator);
        UUID disabled = database.webhook(integrator);
        await(store.change(integrator, disabled, DISABLE));

        assertThat(ids(store.list(integrator, Optional.of(true), Optional.empty(), 10)))
                .containsExactly(disabled);
        assertThat(ids(store.list(integrator, Optional.of(false), Optional.empty(), 10)))
                .containsExactly(enabled);
    }

    @Test
    void anotherIntegratorsWebhookIsNotThere() {
        String other = database.integrator();
        UUID id = database.webhook(integrator);

        assertThat(await(store.find(other, id))).isEmpty();
        assertThat(await(store.secret(other, id))).isEmpty();
        assertThat(await(store.change(other, id, DISABLE))).isEmpty();
        assertThat(await(store.delete(other, id))).isEmpty();
        assertThat(ids(store.list(other, Optional.empty(), Optional.empty(), 10)))
                .isEmpty();
        assertThat(await(store.find(integrator, id)))
                .get()
                .extracting(Webhook::disabled)
                .isEqualTo(false);
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
        assertThat(row(id).getInteger("revision")).isEqualTo(2);
        assertThat(row(id).getValue("failing_since")).isNull();
    }

    @Test
    void theSameUrlAgainChangesNothing() {
        UUID id = failing(7);

        await(store.change(
                integrator,
                id,
                new WebhookPatch(Optional.of("https://example.com/hook"), Optional.empty(), Optional.empty())));

        assertThat(row(id).getInteger("revision")).isEqualTo(1);
        assertThat(row(id).getInteger("failure_count")).isEqualTo(7);
    }

    @Test
    void aChangeOfUrlClosesTheBreaker() {
        UUID id = database.webhook(integrator);
        openBreaker(id, 3);

        await(store.change(
                integrator,
                id,
                new WebhookPatch(Optional.of("https://b.example/"), Optional.empty(), Optional.empty())));

        assertThat(lane(id).getInteger("probes")).isZero();
        assertThat(isPast(lane(id), "waits_until")).isTrue();
    }

    @Test
    void aChangeOfEventsResubscribesAndKeepsTheCount() {
        UUID id = failing(7);
        OffsetDateTime before = row(id).getOffsetDateTime("subscribed_at");

        Optional<Changed> changed = await(store.change(
                integrator,
                id,
                new WebhookPatch(Optional.empty(), Optional.of(List.of(ACCOUNT_CREATED)), Optional.empty())));

        assertThat(changed).hasValueSatisfying(result -> {
            assertThat(result.webhook().events()).containsExactly(ACCOUNT_CREATED);
            assertThat(result.webhook().failureCount()).isEqualTo(7);
            assertThat(result.change().resubscribed()).isTrue();
        });
        assertThat(row(id).getOffsetDateTime("subscribed_at")).isAfter(before);
    }

    @Test
    void aDisableHoldsTheLaneAndSaysItWasAskedFor() {
        UUID id = failing(7);

        await(store.change(integrator, id, DISABLE));

        assertThat(row(id).getBoolean("disabled")).isTrue();
        assertThat(row(id).getString("disabled_reason")).isEqualTo("manual");
        assertThat(row(id).getInteger("failure_count")).isEqualTo(7);
        assertThat(row(id).getInteger("revision")).isEqualTo(1);
        assertThat(lane(id).getBoolean("held")).isTrue();
    }

    @Test
    void aSecondDisableKeepsTheReasonOfTheFirst() {
        UUID id = database.webhook(integrator);
        database.inTransaction(
                connection -> WebhookStore.disable(connection, List.of(id), List.of(DisabledReason.GONE)));
        OffsetDateTime since = row(id).getOffsetDateTime("disabled_at");

        await(store.change(integrator, id, DISABLE));
        List<UUID> newly = database.inTransaction(
                connection -> WebhookStore.disable(connection, List.of(id), List.of(DisabledReason.FAILURES)));

        assertThat(newly).isEmpty();
        assertThat(row(id).getString("disabled_reason")).isEqualTo("gone");
        assertThat(row(id).getOffsetDateTime("disabled_at")).isEqualTo(since);
    }

    @Test
    void anAutomaticDisableHoldsTheLanes() {
        UUID one = database.webhook(integrator);
        UUID other = database.webhook(integrator);

        List<UUID> newly = database.inTransaction(connection -> WebhookStore.disable(
                connection, List.of(one, other), List.of(DisabledReason.GONE, DisabledReason.FAILURES)));

        assertThat(newly).containsExactlyInAnyOrder(one, other);
        assertThat(row(one).getString("disabled_reason")).isEqualTo("gone");
        assertThat(row(other).getString("disabled_reason")).isEqualTo("failures");
        assertThat(lane(one).getBoolean("held")).isTrue();
        assertThat(lane(other).getBoolean("held")).isTrue();
    }

    @Test
    void anEnableForgetsTheFailuresAndReleasesTheLane() {
        UUID id = failing(20);
        openBreaker(id, 4);
        await(store.change(integrator, id, DISABLE));

        await(store.change(integrator, id, ENABLE));

        Row row = row(id);
        assertThat(row.getBoolean("disabled")).isFalse();
        assertThat(row.getInteger("failure_count")).isZero();
        assertThat(row.getValue("failing_since")).isNull();
        assertThat(row.getValue("disabled_reason")).isNull();
        assertThat(row.getInteger("revision")).isEqualTo(2);
        assertThat(lane(id).getBoolean("held")).isFalse();
        assertThat(lane(id).getInteger("probes")).isZero();
        assertThat(isPast(lane(id), "waits_until")).isTrue();
    }

    @Test
    void anEnableOfAnEnabledWebhookKeepsItsCount() {
        UUID id = failing(7);

        await(store.change(integrator, id, ENABLE));

        assertThat(row(id).getInteger("failure_count")).isEqualTo(7);
        assertThat(row(id).getInteger("revision")).isEqualTo(1);
    }

    @Test
    void aDeleteTakesEverythingThatIsOwedWithIt() {
        UUID id = database.webhook(integrator, PAYMENT_CREATED);
        database.oweEvents(integrator, id, 3);

        assertThat(await(store.delete(integrator, id)))
                .hasValueSatisfying(change -> assertThat(change.webhookId()).contains(id));

        assertThat(await(store.find(integrator, id))).isEmpty();
        assertThat(database.value(Long.class, "select count(*) from owed where webhook_id = $1", id))
                .isZero();
        assertThat(database.value(Long.class, "select count(*) from lane where webhook_id = $1", id))
                .isZero();
        assertThat(await(store.delete(integrator, id))).isEmpty();
    }

    @Test
    void eachWebhookHasASecretOfItsOwnThatIsSealedAtRest() {
        UUID one = database.webhook(integrator);
        UUID other = database.webhook(integrator);

        String secret = await(store.secret(integrator, one)).orElseThrow().text();

        assertThat(secret)
                .startsWith("whsec_")
                .isNotEqualTo(
                        await(store.secret(integrator, other)).orElseThrow().text());
        assertThat(await(new TargetStore(database.pool(), TestDatabase.CIPHER).load(List.of(integrator)))
                        .get(integrator))
                .filteredOn(target -> target.webhookId().equals(one))
                .extracting(target -> target.secrets().get(0).text())
                .containsExactly(secret);
        byte[] key = await(store.secret(integrator, one)).orElseThrow().key();
        assertThat(new String(row(one).getBuffer("secret").getBytes(), ISO_8859_1))
                .doesNotContain(new String(key, ISO_8859_1));
    }

    @Test
    void targetsAreLoadedForKnownIntegratorsOnly() {
        UUID id = database.webhook(integrator, PAYMENT_CREATED);
        String without = database.integrator();
        TargetStore targets = new TargetStore(database.pool(), TestDatabase.CIPHER);

        var loaded = await(targets.load(List.of(integrator, without, "nobody")));

        assertThat(loaded).containsOnlyKeys(integrator, without);
        assertThat(loaded.get(without)).isEmpty();
        Target target = loaded.get(integrator).get(0);
        assertThat(target.webhookId()).isEqualTo(id);
        assertThat(target.subscribesTo(PAYMENT_CREATED)).isTrue();
        assertThat(target.subscribesTo(PAYMENT_COMPLETED)).isFalse();
        assertThat(target.revision()).isEqualTo(1);
        assertThat(target.disabled()).isFalse();
    }

    @Test
    void webhooksThatSubscribedSinceAnInstantAreFound() {
        database.webhook(integrator, PAYMENT_CREATED);
        Instant since = row(database.webhook(integrator, PAYMENT_CREATED))
                .getOffsetDateTime("subscribed_at")
                .toInstant();
        UUID later = database.webhook(integrator, PAYMENT_CREATED);
        UUID toNothing = database.webhook(integrator);
        TargetStore targets = new TargetStore(database.pool(), TestDatabase.CIPHER);

        var found = await(targets.subscribedSince(since.plusNanos(1_000)));

        assertThat(found).containsKey(later).doesNotContainKey(toNothing);
        assertThat(found.values()).allMatch(instant -> instant.isAfter(since));
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
                connection, List.of(new LaneStore.Wait(id, Instant.now().plusSeconds(3_600), probes))));
    }

    private static Row row(UUID id) {
        return database.rows("select * from webhook where id = $1", id)
                .iterator()
                .next();
    }

    private static Row lane(UUID id) {
        return database.rows("select * from lane where webhook_id = $1", id)
                .iterator()
                .next();
    }

    private static boolean isPast(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant().isBefore(Instant.now());
    }

    private static List<UUID> ids(Future<List<Webhook>> page) {
        return await(page).stream().map(Webhook::id).toList();
    }
}
