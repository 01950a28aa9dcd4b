package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("database_clock");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void theClockTellsTheDatabasesTime() {
        DatabaseClock clock = await(DatabaseClock.start(database.pool()));

        assertTellsTheDatabasesTime(clock);
    }

    @Test
    void anAdjustedClockStillDoes() {
        DatabaseClock clock = await(DatabaseClock.start(database.pool()));

        await(clock.adjust());

        assertTellsTheDatabasesTime(clock);
    }

    /** What others ask for meanwhile makes it wait, and not be wrong. */
    @Test
    void aBusyPoolDoesNotPutItAhead() {
        Pool single = database.singleConnection();
        DatabaseClock clock = await(DatabaseClock.start(single));

        Future<Void> adjusted = clock.adjust();
        Future<RowSet<Row>> slow = single.query("select pg_sleep(2)").execute();
        await(adjusted);

        Instant told = clock.instant();
        Instant server =
                database.value(OffsetDateTime.class, "select clock_timestamp()").toInstant();
        assertThat(told).isBefore(server.plusMillis(500));
        await(slow);
        await(single.close());
    }

    private static void assertTellsTheDatabasesTime(DatabaseClock clock) {
        Instant before = clock.instant();
        Instant server =
                database.value(OffsetDateTime.class, "select clock_timestamp()").toInstant();
        Instant after = clock.instant();

        assertThat(server).isBetween(before.minusSeconds(1), after.plusSeconds(1));
    }
}
