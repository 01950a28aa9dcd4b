package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.AttemptRequested;
import io.integrator.webhooks.bus.FeedState;
import io.integrator.webhooks.bus.LocalCodec;
import io.integrator.webhooks.bus.RequestSettled;
import io.integrator.webhooks.bus.WebhookChange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {

    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private static TestDatabase database;

    private final List<WebhookChange> changes = new CopyOnWriteArrayList<>();
    private final List<AttemptRequested> requests = new CopyOnWriteArrayList<>();
    private final List<RequestSettled> settled = new CopyOnWriteArrayList<>();
    private final List<FeedState> states = new CopyOnWriteArrayList<>();
    private ChangeFeed feed;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("change_feed");
        LocalCodec.registerAll(database.vertx());
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void listen() {
        var bus = database.vertx().eventBus();
        bus.<WebhookChange>consumer(Addresses.WEBHOOK_CHANGES, message -> changes.add(message.body()));
        bus.<FeedState>consumer(Addresses.FEED_STATE, message -> states.add(message.body()));
        bus.<AttemptRequested>consumer(Addresses.ATTEMPT_REQUESTS, message -> requests.add(message.body()));
        bus.<RequestSettled>consumer(Addresses.SETTLED_REQUESTS, message -> settled.add(message.body()));
        feed = new ChangeFeed(database.vertx(), Database.connectOptions(database.uri()), InstantSource.system());
        await(feed.start());
    }

    @AfterEach
    void stop() {
        await(feed.stop());
    }

    @Test
    void aStartedFeedSaysThatItListens() {
        waitAtMost(AT_MOST)
                .untilAsserted(
                        () -> assertThat(states).extracting(FeedState::live).contains(true));
    }

    @Test
    void aRegistrationOfAnotherProcessIsHeard() {
        String integrator = database.integrator();
        UUID webhook = database.webhook(integrator, PAYMENT_CREATED);

        waitForChange(integrator, Optional.of(webhook), true);
    }

    @Test
    void aNewIntegratorIsHeard() {
        String integrator = database.integrator();

        waitForChange(integrator, Optional.empty(), false);
    }

    @Test
    void whatIsChangedThroughSqlIsHeard() {
        String integrator = database.integrator();
        UUID webhook = database.webhook(integrator, PAYMENT_CREATED);
        waitForChange(integrator, Optional.of(webhook), true);
        changes.clear();

        database.rows("update webhook set url = 'https://b.example/' where id = $1", webhook);

        waitForChange(integrator, Optional.of(webhook), false);
        assertThat(changes).hasSize(1);
    }

    @Test
    void aChangeOfEventsIsHeardAsAResubscription() {
        String integrator = database.integrator();
        UUID webhook = database.webhook(integrator, PAYMENT_CREATED);
        waitForChange(integrator, Optional.of(webhook), true);
        changes.clear();

        database.rows("update webhook set events = '{account.created}' where id = $1", webhook);

        waitForChange(integrator, Optional.of(webhook), true);
    }

    @Test
    void aDeleteIsHeard() {
        String integrator = database.integrator();
        UUID webhook = database.webhook(integrator, PAYMENT_CREATED);
        waitForChange(integrator, Optional.of(webhook), true);

        await(database.webhooks().delete(integrator, webhook));

        waitForChange(integrator, Optional.of(webhook), false);
    }

    @Test
    void aFailureCountIsNoNews() {
        String integrator = database.integrator();
        UUID webhook = database.webhook(integrator, PAYMENT_CREATED);
        waitForChange(integrator, Optional.of(webhook), true);
        changes.clear();

        database.rows("update webhook set failure_count = 3, failing_since = now() where id = $1", webhook);
        String marker = database.integrator();

        waitForChange(marker, Optional.empty(), false);
        assertThat(changes).extracting(WebhookChange::integratorId).doesNotContain(integrator);
    }

    @Test
    void aRequestForAnAttemptIsHeardAndWhenItIsSettled() {
        String integrator = database.integrator();
        UUID webhook = database.webhook(integrator, PAYMENT_CREATED);
        UUID request = TestDatabase.IDS.next();
        RequestedAttemptStore store = new RequestedAttemptStore(database.pool());
        String event = database.event(integrator, PAYMENT_CREATED).id();

        await(store.requestResend(request, integrator, webhook, event, Optional.empty()));
        waitAtMost(AT_MOST).until(() -> !requests.isEmpty());
        assertThat(settled).isEmpty();
        database.inTransaction(connection -> RequestedAttemptStore.settle(connection, List.of(request)));

        waitAtMost(AT_MOST).until(() -> settled.contains(new RequestSettled(request)));
    }

    @Test
    void aChangeThatIsRolledBackIsNotHeard() {
        String rolledBack = "rolled-back-" + UUID.randomUUID();
        var connection = await(database.pool().getConnection());
        var transaction = await(connection.begin());
        await(connection
                .query("insert into integrator (id) values ('" + rolledBack + "')")
                .execute());
        await(transaction.rollback());
        await(connection.close());
        String marker = database.integrator();

        waitForChange(marker, Optional.empty(), false);
        assertThat(changes).extracting(WebhookChange::integratorId).doesNotContain(rolledBack);
    }

    @Test
    void aBrokenConnectionIsToldAndRestored() {
        waitAtMost(AT_MOST).until(() -> states.stream().anyMatch(FeedState::live));
        states.clear();

        database.rows("""
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and query ilike 'listen %'
                """);

        waitAtMost(AT_MOST)
                .untilAsserted(
                        () -> assertThat(states).extracting(FeedState::live).containsExactly(false, true));
        assertThat(states.get(1).since()).isEqualTo(states.get(0).since());
        String integrator = database.integrator();
        waitForChange(integrator, Optional.empty(), false);
    }

    private void waitForChange(String integrator, Optional<UUID> webhook, boolean resubscribed) {
        waitAtMost(AT_MOST)
                .untilAsserted(() -> assertThat(changes).anySatisfy(change -> {
                    assertThat(change.integratorId()).isEqualTo(integrator);
                    assertThat(change.webhookId()).isEqualTo(webhook);
                    assertThat(change.resubscribed()).isEqualTo(resubscribed);
                }));
    }
}
