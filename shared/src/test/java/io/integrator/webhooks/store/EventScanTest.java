package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.store.EventStore.Identity;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a look-up of repeats reads. */
class EventScanTest {

    private static final int LOOKED_UP = 50;

    /** Longer than a key, as most ids are: their index grows a level before the one of keys does. */
    private static final String REST_OF_ID = "-" + "0".repeat(36);

    private TestDatabase database;
    private String integrator;
    private int recorded;

    /** Of one connection each, which makes its plans and keeps its statistics. */
    private final List<Pool> connections = new ArrayList<>();

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.create("event_scan");
        integrator = database.integrator();
        // Nothing is known of a day that has just begun.
        for (Row day :
                database.rows("select relname from pg_class where relkind = 'r' and relname ~ '^event_[0-9]{8}$'")) {
            database.rows("alter table " + day.getString(0) + " set (autovacuum_enabled = false)");
        }
    }

    @AfterEach
    void closeDatabase() {
        connections.forEach(connection -> await(connection.close()));
        database.close();
    }

    @Test
    void aLookUpReadsWhatItFindsWheneverTheConnectionMadeItsFirst() {
        for (int full = 0; full <= 400; full += 40) {
            recordUpTo(full);
            Pool connection = connect();
            // Often enough for a plan to be kept, where it may be.
            for (int poll = 0; poll < 10; poll++) {
                assertThat(found(connection, "new-")).isEmpty();
            }
        }

        for (int full : new int[] {2_000, 8_000, 12_000, 16_000}) {
            recordUpTo(full);
            for (Pool connection : connections) {
                assertThat(readBy(connection, "old-"))
                        .as("when there are " + full + ", of connection " + connections.indexOf(connection))
                        .isEqualTo(LOOKED_UP);
                assertThat(readBy(connection, "new-"))
                        .as("when there are " + full + ", of connection " + connections.indexOf(connection))
                        .isZero();
            }
        }
    }

    private Pool connect() {
        Pool connection = database.singleLookups();
        connections.add(connection);
        return connection;
    }

    private void recordUpTo(int count) {
        database.rows("""
                insert into event (integrator_id, key, id, type, occurred_at, body)
                select $1, (left(uuid_at(now())::text, 15) || right(gen_random_uuid()::text, 21))::uuid, 'old-' || n || $2, $3, now(), '{}'
                from generate_series($4::int + 1, $5::int) as n""", integrator, REST_OF_ID, PAYMENT_CREATED.wireName(), recorded, count);
        recorded = count;
    }

    private long readBy(Pool connection, String prefix) {
        long before = rowsRead(connection);
        found(connection, prefix);
        return rowsRead(connection) - before;
    }

    private Set<Identity> found(Pool connection, String prefix) {
        Instant now = Instant.now();
        List<Identity> identities = IntStream.rangeClosed(1, LOOKED_UP)
                .mapToObj(n -> new Identity(integrator, prefix + n + REST_OF_ID))
                .toList();
        return await(new EventStore(connection).recorded(identities, Collections.nCopies(LOOKED_UP, now), now));
    }

    private static long rowsRead(Pool connection) {
        return TestDatabase.statistic(connection, """
                select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint
                from pg_stat_user_tables where relname ~ '^event_'""");
    }
}
