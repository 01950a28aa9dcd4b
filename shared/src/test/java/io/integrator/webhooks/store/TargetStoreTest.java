package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.PAYMENT_COMPLETED;
import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Target;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TargetStoreTest {

    private static TestDatabase database;

    private final TargetStore targets = new TargetStore(database.pool(), TestDatabase.CIPHER);
    private final WebhookRows rows = new WebhookRows(database);
    private final String integrator = database.integrator();

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("target_store");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void targetsAreLoadedForKnownIntegratorsOnly() {
        UUID id = database.webhook(integrator, PAYMENT_CREATED);
        String without = database.integrator();

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
        Instant since = rows.webhook(database.webhook(integrator, PAYMENT_CREATED))
                .getOffsetDateTime("subscribed_at")
                .toInstant();
        UUID later = database.webhook(integrator, PAYMENT_CREATED);
        UUID toNothing = database.webhook(integrator);

        var found = await(targets.subscribedSince(since.plusNanos(1_000)));

        assertThat(found).containsKey(later).doesNotContainKey(toNothing);
        assertThat(found.values()).allMatch(instant -> instant.isAfter(since));
    }
}
