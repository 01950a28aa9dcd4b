package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is read for a page, a look-up and a webhook's health, of a webhook with more attempts than anybody would read. The plans are
 * made while the tables are all but empty, and live on: nothing tells the planner of the rows that come afterwards.
 */
class LogScanTest {

    /** A million takes ten seconds to fill in, and what is read doesn't depend on it. */
    private static final int ATTEMPTS = 100_000;

    private static final int ATTEMPTS_OF_AN_EVENT = 10;
    private static final int RARE = 1_000;
    private static final int LIMIT = 20;

    /** Of the partitions that are there, one row each may be looked at to see which comes first. */
    private static final int SLACK = 40;

    private static final IdRange ALWAYS = IdRange.between(Optional.empty(), Optional.empty());

    private static final String FILL_EVENTS = """
            insert into event (integrator_id, key, id, type, occurred_at, body)
            select $1, key_at(n * $3::int), 'evt-' || n,
                case when n % $4::int = 0 then 'account.deleted' else 'payment.completed' end, now(), '{}'
            from generate_series(1, $2::int / $3::int) n
            """;

    private static final String FILL_ATTEMPTS = """
            insert into attempt (webhook_id, id, event_key, number, trigger, outcome, status, duration_ms)
            select $1, key_at(n), key_at(n / $3::int * $3::int), 1, 'first',
                case when n % $4::int = 0 then 'timeout' else 'ok' end, 200, n % 100
            from generate_series($3::int, $2::int) n
            """;

    /** The key of the n-th row, evenly over the 24 hours before the test. */
    private static final String KEY_AT = """
            create function key_at(n int) returns uuid language sql immutable as $$
                select (substr(uuid_at('%s'::timestamptz + n * interval '24 hours' / %d)::text, 1, 24)
                    || lpad(to_hex(n), 12, '0'))::uuid
            $$
            """;

    private static TestDatabase database;
    private static String integrator;
    private static UUID webhook;

    /** One connection, which keeps its plans, and whose statistics are then those of the reads. */
    private static Pool connection;

    private static AttemptLog attempts;
    private static EventLog events;
    private static HealthStore health;

    @BeforeAll
    static void fillTheTablesAfterThePlansWereMade() {
        database = TestDatabase.create("log_scan");
        integrator = database.integrator();
        webhook = database.webhook(integrator);
        connection = database.singleConnection();
        attempts = new AttemptLog(connection);
        events = new EventLog(connection);
        health = new HealthStore(connection, InstantSource.system());
        forgetStatistics();
        database.rows(KEY_AT.formatted(Instant.now().minus(Duration.ofHours(24)), ATTEMPTS));
        fill(ATTEMPTS_OF_AN_EVENT);
        database.rows("analyze event, attempt");
        makePlans();
        database.rows("delete from attempt");
        database.rows("delete from event");
        fill(ATTEMPTS);
    }

    @AfterAll
    static void closeDatabase() {
        await(connection.close());
        database.close();
    }

    /** Nobody may analyze the tables in between: what the planner knows is what this test leaves it. */
    private static void forgetStatistics() {
        database.rows(
                        "select inhrelid::regclass::text from pg_inherits where inhparent in ('event'::regclass, 'attempt'::regclass)")
                .forEach(partition ->
                        database.rows("alter table " + partition.getString(0) + " set (autovacuum_enabled = off)"));
    }

    private static void fill(int count) {
        database.rows(FILL_EVENTS, integrator, count, ATTEMPTS_OF_AN_EVENT, RARE);
        database.rows(FILL_ATTEMPTS, webhook, count, ATTEMPTS_OF_AN_EVENT, RARE);
    }

    private static void makePlans() {
        await(list(filter(null, null, null)));
        await(list(filter("timeout", "account.deleted", null)));
        await(list(filter(null, null, "evt-1")));
        await(attempts.find(integrator, webhook, UUID.randomUUID()));
        await(events.list(integrator, Optional.of("account.deleted"), ALWAYS, Optional.empty(), LIMIT));
        await(events.find(integrator, "evt-1"));
        await(health.find(integrator, webhook));
    }

    private static AttemptFilter filter(String outcome, String type, String eventId) {
        return new AttemptFilter(
                Optional.ofNullable(outcome), Optional.ofNullable(type), Optional.ofNullable(eventId), ALWAYS);
    }

    private static Future<Page<AttemptLog.Logged>> list(AttemptFilter filter) {
        return attempts.list(integrator, webhook, filter, Optional.empty(), LIMIT);
    }

    @Test
    void aPageReadsItsAttemptsAndTheirEvents() {
        assertThat(rowsReadBy(() -> list(filter(null, null, null)))).isLessThan(2 * LIMIT + SLACK);
    }

    @Test
    void aPageFarBackReadsNoMore() {
        UUID middle = database.value(UUID.class, "select id from attempt order by id offset $1 limit 1", ATTEMPTS / 2);

        assertThat(rowsReadBy(
                        () -> attempts.list(integrator, webhook, filter(null, null, null), Optional.of(middle), LIMIT)))
                .isLessThan(2 * LIMIT + SLACK);
    }

    @Test
    void aPageOfFailuresReadsThoseFailures() {
        assertThat(rowsReadBy(() -> list(filter("timeout", null, null)))).isLessThan(2 * LIMIT + SLACK);
    }

    @Test
    void aPageOfFailuresThatThereAreNotReadsNothing() {
        assertThat(rowsReadBy(() -> list(filter("gone", null, null)))).isLessThan(SLACK);
    }

    @Test
    void aPageOfARareTypeReadsABoundedNumber() {
        assertThat(rowsReadBy(() -> list(filter(null, "account.updated", null))))
                .isLessThan(3 * AttemptLog.SCAN + SLACK);
    }

    @Test
    void theAttemptsOfAnEventReadThoseOnly() {
        assertThat(rowsReadBy(() -> list(filter(null, null, "evt-777")))).isLessThan(2 * ATTEMPTS_OF_AN_EVENT + SLACK);
    }

    @Test
    void oneAttemptIsOneLookUp() {
        UUID id = database.value(UUID.class, "select id from attempt order by id offset $1 limit 1", ATTEMPTS / 2);

        assertThat(rowsReadBy(() -> attempts.find(integrator, webhook, id))).isLessThan(SLACK);
    }

    @Test
    void aPageOfEventsReadsABoundedNumber() {
        Optional<String> type = Optional.of("account.updated");

        assertThat(rowsReadBy(() -> events.list(integrator, Optional.empty(), ALWAYS, Optional.empty(), LIMIT)))
                .isLessThan(LIMIT + SLACK);
        assertThat(rowsReadBy(() -> events.list(integrator, type, ALWAYS, Optional.empty(), LIMIT)))
                .isLessThan(2 * EventLog.SCAN + SLACK);
    }

    @Test
    void oneEventIsOneLookUp() {
        assertThat(rowsReadBy(() -> events.find(integrator, "evt-777"))).isLessThan(SLACK);
    }

    @Test
    void healthLooksAtABoundedNumberOfAttempts() {
        assertThat(rowsReadBy(() -> health.find(integrator, webhook)))
                .isLessThan(2 * HealthStore.MOST_ATTEMPTS + SLACK);
    }

    @Test
    void healthCountsUpToItsBounds() {
        UUID owing = database.webhook(integrator);
        database.rows("""
                insert into owed (webhook_id, event_key, number, due_at)
                select $1, key_at(n), 1, now() from generate_series(1, 12) n
                """, owing);
        HealthStore bounded = new HealthStore(connection, InstantSource.system(), 10);

        WebhookHealth ofBusy = await(bounded.find(integrator, webhook)).orElseThrow();
        WebhookHealth ofOwing = await(bounded.find(integrator, owing)).orElseThrow();

        assertThat(ofBusy.lastDay().attempts()).isEqualTo(HealthStore.MOST_ATTEMPTS);
        assertThat(ofOwing.owed()).isEqualTo(10);
    }

    /** Rows of the two tables, by index; there must be none that are read otherwise. */
    private static long rowsReadBy(Supplier<Future<?>> read) {
        long inSequence = rowsRead("select coalesce(sum(seq_tup_read), 0)::bigint from pg_stat_user_tables");
        long byIndex = rowsRead("select coalesce(sum(idx_tup_read), 0)::bigint from pg_stat_user_indexes");

        await(read.get());

        assertThat(rowsRead("select coalesce(sum(seq_tup_read), 0)::bigint from pg_stat_user_tables"))
                .as("rows read in sequence")
                .isEqualTo(inSequence);
        return rowsRead("select coalesce(sum(idx_tup_read), 0)::bigint from pg_stat_user_indexes") - byIndex;
    }

    private static long rowsRead(String sum) {
        return TestDatabase.statistic(connection, sum + " where relname ~ '^(event|attempt)_[0-9]'");
    }
}
