package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.store.ActivityStore.Window;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a look for streams finds, and what it reads for that. */
class ActivityScanTest {

    private static final int OLD = 30_000;
    private static final int NEW = 3;

    private TestDatabase database;

    /** One connection, whose statistics are then those of the looks. */
    private Pool connection;

    private ActivityStore store;
    private String integrator;
    private UUID webhook;
    private DomainEvent event;

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.create("activity_scan" + System.nanoTime());
        connection = database.singleConnection();
        store = new ActivityStore(connection);
        integrator = database.integrator();
        webhook = database.webhook(integrator, PAYMENT_CREATED);
        event = database.event(integrator, PAYMENT_CREATED);
        add(OLD, "now() - interval '20 minutes'", 5);
        add(NEW, "now()", 5);
    }

    @AfterEach
    void closeDatabase() {
        await(connection.close());
        database.close();
    }

    private void add(int count, String at, int durationMs) {
        database.rows("""
                insert into attempt (webhook_id, id, event_key, number, trigger, outcome, duration_ms)
                select $1, (left(uuid_at(%s)::text, 15) || right(gen_random_uuid()::text, 21))::uuid, $2, 1, 'first', 'ok', $3
                from generate_series(1, $4)""".formatted(at), webhook, event.key(), durationMs, count);
    }

    private long rowsRead(String column) {
        return TestDatabase.statistic(
                connection,
                "select sum(" + column + ")::bigint from pg_stat_user_tables where relname ~ '^(attempt|event)_'");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLookReadsItsWindowAndNothingElseWhateverTheStatisticsSay(boolean analyzed) {
        if (analyzed) {
            database.rows("analyze");
        }
        UUID since = TimeOrderedIds.leastAt(Instant.now().minusSeconds(60));
        List<Window> windows = List.of(new Window(webhook, since, since));
        long read = rowsRead("seq_tup_read") + rowsRead("idx_tup_fetch");

        // Often enough for a plan that is kept.
        List<UUID> found = List.of();
        for (int look = 0; look < 10; look++) {
            found = await(store.attempts(windows, 100)).get(0);
            await(store.details(found.stream()
                    .map(id -> new ActivityStore.Key(integrator, webhook, id))
                    .toList()));
        }

        assertThat(found).hasSize(NEW);
        assertThat(rowsRead("seq_tup_read") + rowsRead("idx_tup_fetch") - read).isBetween(10L * NEW, 10L * NEW * 4);
    }

    @Test
    void slowAttemptsAreFoundFurtherBackThanQuickOnes() {
        add(1, "now() - interval '20 seconds'", 15_000);
        add(1, "now() - interval '20 seconds'", 900);
        UUID since = TimeOrderedIds.leastAt(Instant.now().minusSeconds(60));
        UUID quickSince = TimeOrderedIds.leastAt(Instant.now().minusSeconds(10));

        List<UUID> found = await(store.attempts(List.of(new Window(webhook, since, quickSince)), 100))
                .get(0);

        assertThat(found).hasSize(NEW + 1).isSorted();
    }
}
