package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.store.AttemptStore.Count;
import io.integrator.webhooks.store.AttemptStore.Entry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * Events with the attempts at their deliveries and what these count for, of which nothing is recorded yet: one statement, and
 * by itself one transaction.
 */
public final class RecordStore {

    private static final String RECORD = "with events as (" + EventStore.insertion(1)
            + "), attempts as (" + AttemptStore.insertion(1 + EventStore.parameters())
            + "), " + AttemptStore.counting(1 + EventStore.parameters() + AttemptStore.parameters());

    private RecordStore() {}

    /** Gives the counts that changed; fails with a unique violation when an event or an attempt is recorded already. */
    public static Future<List<Count>> record(SqlClient client, List<DomainEvent> events, List<Entry> attempts) {
        Tuple parameters = AttemptStore.tallyColumns(
                AttemptStore.columns(EventStore.columns(Tuple.tuple(), events), attempts), AttemptTally.of(attempts));
        return client.preparedQuery(RECORD).execute(parameters).map(AttemptStore::counts);
    }
}
