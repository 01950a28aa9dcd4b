package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestDatabase.await;
import static io.integrator.webhooks.store.TestLane.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.store.OwedStore.Claimed;
import io.integrator.webhooks.store.OwedStore.Pace;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a claim reads. */
class OwedScanTest {

    /** Enough for a planner that knows the table to consider reading it from end to end. */
    private static final int OWED = 30_000;

    private static final int PLACES = 512;

    private TestDatabase database;
    private TestLane lane;

    /** One connection, whose statistics are then those of the claims. */
    private Pool connection;

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.create("owed_scan");
        lane = new TestLane(database);
        connection = database.singleConnection();
    }

    @AfterEach
    void closeDatabase() {
        await(connection.close());
        database.close();
    }

    @Test
    void aClaimReadsNothingOfWhatItLeaves() {
        lane.oweEvents(OWED);
        database.rows("vacuum analyze owed");
        OwedStore store = new OwedStore(connection, new Pace(Duration.ofMillis(200), 1.02, 1_000));
        long before = rowsReadInSequence();

        List<Claimed> claimed = await(store.claim(64, PLACES, Map.of(), UUID.randomUUID(), LEASE));

        assertThat(claimed).hasSize(PLACES);
        assertThat(rowsReadInSequence()).isEqualTo(before);
    }

    private long rowsReadInSequence() {
        return TestDatabase.statistic(
                connection, "select seq_tup_read from pg_stat_user_tables where relname = 'owed'");
    }
}
