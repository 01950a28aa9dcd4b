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

    private static final Statements PLAIN = Statements.of(false);
    private static final Statements TRACED = Statements.of(true);

    /** The statements for events of which none is traced, or some are. */
    private record Statements(String record, String recordAndSettle) {

        private static Statements of(boolean traced) {
            int firstOfAttempts = 1 + EventStore.parameters(traced);
            int firstOfTallies = firstOfAttempts + AttemptStore.parameters();
            int firstOfSettled = firstOfTallies + AttemptStore.tallyParameters();
            String insertions = "with events as (" + EventStore.insertion(1, traced) + "), attempts as ("
                    + AttemptStore.insertion(firstOfAttempts) + "), ";
            String counting = AttemptStore.counting(firstOfTallies);
            return new Statements(
                    insertions + counting,
                    insertions + "settled as (" + OwedStore.settling(firstOfSettled) + "), " + counting);
        }
    }

    private RecordStore() {}

    /** Gives the counts that changed; fails with a unique violation when an event or an attempt is recorded already. */
    public static Future<List<Count>> record(SqlClient client, List<DomainEvent> events, List<Entry> attempts) {
        boolean traced = EventStore.anyTraced(events);
        return client.preparedQuery((traced ? TRACED : PLAIN).record())
                .execute(columns(events, attempts, traced))
                .map(AttemptStore::counts);
    }

    /**
     * The same, and removes deliveries that the attempts settled. Not to be followed by more of what is owed in a transaction: the
     * lanes would have to be locked before.
     */
    public static Future<List<Count>> recordAndSettle(
            SqlClient client, List<DomainEvent> events, List<Entry> attempts, List<Settled> settled) {
        boolean traced = EventStore.anyTraced(events);
        return client.preparedQuery((traced ? TRACED : PLAIN).recordAndSettle())
                .execute(OwedStore.settledColumns(columns(events, attempts, traced), settled))
                .map(AttemptStore::counts);
    }

    private static Tuple columns(List<DomainEvent> events, List<Entry> attempts, boolean traced) {
        return AttemptStore.tallyColumns(
                AttemptStore.columns(EventStore.columns(Tuple.tuple(), events, traced), attempts),
                AttemptTally.of(attempts));
    }
}
