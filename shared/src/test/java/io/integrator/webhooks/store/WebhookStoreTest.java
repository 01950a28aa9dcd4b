package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.ACCOUNT_CREATED;
import static io.integrator.webhooks.domain.EventType.PAYMENT_COMPLETED;
import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.domain.Webhook;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebhookStoreTest {

    private static final WebhookPatch DISABLE = new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(true));

    private static TestDatabase database;

    private final WebhookStore store = database.webhooks();
    private final WebhookRows rows = new WebhookRows(database);
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
            assertThat(rows.lane(created.webhook().id()).getBoolean("held")).isFalse();
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
    void whatTheDatabaseRefusesLeavesNothingOfARegistration() {
        Pool single = database.singleConnection();
        WebhookStore overOne = new WebhookStore(single, TestDatabase.CIPHER, TestDatabase.IDS, 10);
        database.rows("alter table lifecycle_event add constraint refused check (integrator_id <> '" + integrator
                + "') not valid");

        assertThatThrownBy(() -> await(overOne.create(integrator, "https://a.example/x", List.of(PAYMENT_CREATED))))
                .hasMessageContaining("refused");
        assertThat(await(store.list(integrator, Optional.empty(), Optional.empty(), 20)))
                .isEmpty();

        database.rows("alter table lifecycle_event drop constraint refused");
        assertThat(await(overOne.create(integrator, "https://a.example/x", List.of(PAYMENT_CREATED))))
                .isInstanceOf(Creation.Created.class);
        await(single.close());
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
    void aDeleteTakesEverythingThatIsOwedWithIt() {
        UUID id = database.webhook(integrator, PAYMENT_CREATED);
        database.oweEvents(integrator, id, 3);

        assertThat(await(store.delete(integrator, id)))
                .hasValueSatisfying(
                        deleted -> assertThat(deleted.change().webhookId()).contains(id));

        assertThat(await(store.find(integrator, id))).isEmpty();
        assertThat(database.value(Long.class, "select count(*) from owed where webhook_id = $1", id))
                .isZero();
        assertThat(database.value(Long.class, "select count(*) from lane where webhook_id = $1", id))
                .isZero();
        assertThat(await(store.delete(integrator, id))).isEmpty();
    }

    private static List<UUID> ids(Future<List<Webhook>> page) {
        return await(page).stream().map(Webhook::id).toList();
    }
}
