package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

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

    private static void assertTellsTheDatabasesTime(DatabaseClock clock) {
        Instant before = clock.instant();
        Instant server =
                database.value(OffsetDateTime.class, "select clock_timestamp()").toInstant();
        Instant after = clock.instant();

        assertThat(server).isBetween(before.minusSeconds(1), after.plusSeconds(1));
    }
}
