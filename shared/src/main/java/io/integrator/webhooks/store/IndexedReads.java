package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;

/**
 * Reads of the tables that grow by the million: in one snapshot, and by index in the order that a statement asks for. A planner
 * that trusts its statistics may read and sort all of a webhook's rows for a page of twenty; of a day that has just begun it has no
 * statistics, and a plan that was made then lives on. So it is left without the choice: with sorting off, an index that gives the
 * order always wins, and a statement names an order that only the right index gives.
 */
final class IndexedReads {

    /**
     * One plan for all values spares the planning, which for some forty partitions takes longer than the reading. Compiling would
     * take longer still.
     */
    private static final String SETTINGS = """
            set transaction isolation level repeatable read, read only;
            set local enable_seqscan = off;
            set local enable_bitmapscan = off;
            set local enable_sort = off;
            set local plan_cache_mode = force_generic_plan;
            set local jit = off
            """;

    private IndexedReads() {}

    /** Reads in a transaction of its own, whose statements all see the same. */
    static <T> Future<T> read(Pool pool, Function<SqlConnection, Future<T>> reading) {
        return pool.withTransaction(
                connection -> connection.query(SETTINGS).execute().compose(set -> reading.apply(connection)));
    }
}
