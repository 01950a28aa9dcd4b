package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.ACCOUNT_CREATED;
import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.domain.LifecycleNews;
import io.integrator.webhooks.domain.LifecycleType;
import io.integrator.webhooks.store.LifecycleStore.Waiting;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifecycleStoreTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Instant SINCE = Instant.parse("2026-11-23T10:00:00Z");

    private static TestDatabase database;

    private final LifecycleStore lifecycle = new LifecycleStore(database.pool());
    private final WebhookStore webhooks = database.webhooks();
    private final String integrator = database.integrator();

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("lifecycle");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void forget() {
        database.rows("delete from lifecycle_event");
        database.rows("update lifecycle_turn set leased_until = 'epoch'");
    }

    @Test
    void aRegistrationIsToldWithItsEvents() {
        Creation.Created created = (Creation.Created)
                await(webhooks.create(integrator, "https://example.com/?key=s3cret", List.of(PAYMENT_CREATED)));

        LifecycleEvent event = onlyOneThatWaits();

        assertThat(created.lifecycle()).containsExactly(event);
        assertThat(event.news())
                .isEqualTo(news(
                        LifecycleType.REGISTERED,
                        created.webhook().id(),
                        new JsonObject().put("events", new JsonArray().add("payment.created"))));
    }

    @Test
    void aRegistrationThatIsRefusedIsNoNews() {
        await(webhooks.create("unheard-of", "https://example.com/", List.of()));

        assertThat(waiting()).isEmpty();
    }

    @Test
    void aChangeIsToldWithWhatChangedAndNotWithTheUrl() {
        UUID id = registered();

        Changed changed = change(id, Optional.of("https://example.com/?key=s3cret"), Optional.empty());

        LifecycleEvent event = onlyOneThatWaits();
        assertThat(changed.lifecycle()).containsExactly(event);
        assertThat(event.news())
                .isEqualTo(news(
                        LifecycleType.UPDATED,
                        id,
                        new JsonObject()
                                .put("changed", new JsonArray().add("url"))
                                .put("events", new JsonArray().add("payment.created"))));
    }

    @Test
    void aChangeToWhatIsThereAlreadyIsNoNews() {
        UUID id = registered();

        Changed changed = change(id, Optional.of("https://example.com/hook"), Optional.of(false));

        assertThat(changed.lifecycle()).isEmpty();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void aDisableAndAnEnableAreToldOnceEach() {
        UUID id = registered();
        database.rows("update webhook set failure_count = 7, failing_since = now() where id = $1", id);

        change(id, Optional.empty(), Optional.of(true));
        change(id, Optional.empty(), Optional.of(true));
        change(id, Optional.empty(), Optional.of(false));

        assertThat(waiting())
                .extracting(waiting -> waiting.event().news())
                .containsExactly(
                        news(
                                LifecycleType.DISABLED,
                                id,
                                new JsonObject().put("reason", "manual").put("failureCount", 7)),
                        news(LifecycleType.ENABLED, id, new JsonObject()));
    }

    @Test
    void whatOnePatchDoesIsToldInOrder() {
        UUID id = registered();

        await(webhooks.change(
                integrator,
                id,
                new WebhookPatch(
                        Optional.of("https://b.example/"), Optional.of(List.of(ACCOUNT_CREATED)), Optional.of(true))));

        assertThat(waiting())
                .extracting(waiting -> waiting.event().news().type())
                .containsExactly(LifecycleType.UPDATED, LifecycleType.DISABLED);
        assertThat(waiting().get(0).event().news().data().getJsonArray("changed"))
                .containsExactly("url", "events");
    }

    @Test
    void aDeletionIsTold() {
        UUID id = registered();

        Optional<Deleted> deleted = await(webhooks.delete(integrator, id));

        LifecycleEvent event = onlyOneThatWaits();
        assertThat(deleted)
                .hasValueSatisfying(one -> assertThat(one.lifecycle()).containsExactly(event));
        assertThat(event.news()).isEqualTo(news(LifecycleType.DELETED, id, new JsonObject()));
    }

    @Test
    void newsOfATransactionThatIsRolledBackIsNone() {
        UUID id = registered();
        LifecycleNews failing = LifecycleNews.failing(integrator, id, 10, SINCE);

        assertThatThrownBy(
                        () -> database.inTransaction(connection -> LifecycleStore.append(connection, List.of(failing))
                                .compose(appended -> Future.failedFuture("the journal's batch is refused"))))
                .hasMessageContaining("refused");

        assertThat(waiting()).isEmpty();
    }

    @Test
    void aChangeThatCannotBeToldIsNotMade() {
        UUID id = registered();
        database.rows("alter table lifecycle_event add constraint full_up check (type <> 'webhook.deleted')");

        try {
            assertThatThrownBy(() -> await(webhooks.delete(integrator, id))).hasMessageContaining("full_up");
        } finally {
            database.rows("alter table lifecycle_event drop constraint full_up");
        }

        assertThat(await(webhooks.find(integrator, id))).isPresent();
    }

    @Test
    void whatIsAppendedTogetherWaitsInItsOrder() {
        UUID id = registered();
        LifecycleNews failing = LifecycleNews.failing(integrator, id, 20, SINCE);
        LifecycleNews soon = LifecycleNews.disablingSoon(integrator, id, 20, SINCE, SINCE.plusSeconds(60));

        List<LifecycleEvent> appended =
                database.inTransaction(connection -> LifecycleStore.append(connection, List.of(failing, soon)));

        assertThat(appended).extracting(LifecycleEvent::news).containsExactly(failing, soon);
        assertThat(waiting()).extracting(Waiting::event).containsExactlyElementsOf(appended);
        assertThat(await(lifecycle.oldest())).contains(appended.get(0).occurredAt());
    }

    @Test
    void theTurnIsOneProcessesUntilItEndsIt() {
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();

        assertThat(await(lifecycle.takeTurn(one, LONG))).isTrue();
        assertThat(await(lifecycle.takeTurn(other, LONG))).isFalse();
        await(lifecycle.endTurn(one, List.of()));

        assertThat(await(lifecycle.takeTurn(other, LONG))).isTrue();
    }

    @Test
    void aTurnThatItsProcessDiedWithEndsByItself() {
        UUID survivor = UUID.randomUUID();
        await(lifecycle.takeTurn(UUID.randomUUID(), Duration.ZERO));

        boolean taken = await(lifecycle.takeTurn(survivor, LONG));

        assertThat(taken).isTrue();
    }

    @Test
    void whoeverLostTheTurnForgetsWhatItSentAndEndsNobodyElsesTurn() {
        UUID sleeper = UUID.randomUUID();
        registered("acme-1", "acme-2");
        await(lifecycle.takeTurn(sleeper, Duration.ZERO));
        await(lifecycle.takeTurn(UUID.randomUUID(), LONG));

        await(lifecycle.endTurn(sleeper, List.of(waiting().get(0).place())));

        assertThat(waiting()).hasSize(1);
        assertThat(await(lifecycle.takeTurn(sleeper, LONG))).isFalse();
    }

    private void registered(String... hosts) {
        for (String host : hosts) {
            await(webhooks.create(integrator, "https://" + host + ".example/", List.of()));
        }
    }

    /** A webhook of whose registration nothing waits any more. */
    private UUID registered() {
        UUID id = database.webhook(integrator, PAYMENT_CREATED);
        database.rows("delete from lifecycle_event");
        return id;
    }

    private Changed change(UUID id, Optional<String> url, Optional<Boolean> disabled) {
        return await(webhooks.change(integrator, id, new WebhookPatch(url, Optional.empty(), disabled)))
                .orElseThrow();
    }

    private LifecycleNews news(LifecycleType type, UUID id, JsonObject more) {
        JsonObject data = new JsonObject().put("webhookId", id.toString()).put("integratorId", integrator);
        return new LifecycleNews(type, integrator, id, data.mergeIn(more));
    }

    private List<Waiting> waiting() {
        return await(lifecycle.next(100));
    }

    private LifecycleEvent onlyOneThatWaits() {
        List<Waiting> waiting = waiting();
        assertThat(waiting).hasSize(1);
        return waiting.get(0).event();
    }
}
