package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.store.AttemptStore.Count;
import io.integrator.webhooks.store.AttemptStore.Entry;
import io.integrator.webhooks.store.OwedStore.Settled;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * Events with the attempts at their deliveries and what these count for, of which nothing is recorded yet: one statement, and
 * by itself one transaction.
 */
public final class RecordStore {

    private static final int FIRST_OF_ATTEMPTS = 1 + EventStore.parameters();
    private static final int FIRST_OF_TALLIES = FIRST_OF_ATTEMPTS + AttemptStore.parameters();
    private static final int FIRST_OF_SETTLED = FIRST_OF_TALLIES + AttemptStore.tallyParameters();

    private static final String INSERTIONS = "with events as (" + EventStore.insertion(1) + "), attempts as ("
            + AttemptStore.insertion(FIRST_OF_ATTEMPTS) + "), ";

    private static final String RECORD = INSERTIONS + AttemptStore.counting(FIRST_OF_TALLIES);

    private static final String RECORD_AND_SETTLE = INSERTIONS + "settled as (" + OwedStore.settling(FIRST_OF_SETTLED)
            + "), " + AttemptStore.counting(FIRST_OF_TALLIES);

    private RecordStore() {}

    /** Gives the counts that changed; fails with a unique violation when an event or an attempt is recorded already. */
    public static Future<List<Count>> record(SqlClient client, List<DomainEvent> events, List<Entry> attempts) {
        return client.preparedQuery(RECORD).execute(columns(events, attempts)).map(AttemptStore::counts);
    }

    /**
     * The same, and removes deliveries that the attempts settled. Not to be followed by more of what is owed in a transaction: the
     * lanes would have to be locked before.
     */
    public static Future<List<Count>> recordAndSettle(
            SqlClient client, List<DomainEvent> events, List<Entry> attempts, List<Settled> settled) {
        return client.preparedQuery(RECORD_AND_SETTLE)
                .execute(OwedStore.settledColumns(columns(events, attempts), settled))
                .map(AttemptStore::counts);
    }

    private static Tuple columns(List<DomainEvent> events, List<Entry> attempts) {
        return AttemptStore.tallyColumns(
                AttemptStore.columns(EventStore.columns(Tuple.tuple(), events), attempts), AttemptTally.of(attempts));
    }
}
