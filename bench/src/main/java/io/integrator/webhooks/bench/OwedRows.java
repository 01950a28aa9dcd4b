package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.integrator.webhooks.bench.load.EventBody;
import io.integrator.webhooks.domain.EventType;
import java.util.UUID;

/** Rows of events, and of deliveries that are owed, as the service would have left them; set-based, since they are many. */
final class OwedRows {

    /** A millisecond apart, which is what keeps their keys apart; the newest is minutes old, so that all are due. */
    private static final String INSERT_EVENTS = """
            insert into event (integrator_id, key, id, type, occurred_at, body)
            select e.integrator_id, uuid_at(e.occurred_at), e.id, e.type, e.occurred_at,
                convert_to(json_build_object('id', e.id, 'type', e.type, 'timestamp', e.occurred_at,
                    'data', json_build_object('note', repeat('x', ?)))::text, 'UTF8')
            from (
                select ? as integrator_id, 'owed-' || n as id, ? as type, newest - n * interval '1 millisecond' as occurred_at
                from generate_series(1, ?) n, (select now() - interval '5 minutes' as newest) latest) e
            """;

    private static final String INSERT_OWED = """
            insert into owed (webhook_id, event_key, number, due_at)
            select ?, key, 2, occurred_at from event where integrator_id = ?
            """;

    private static final String MAKE_DUE = "update lane set due_at = now() where webhook_id = ?";

    private final BenchDatabase database;

    OwedRows(BenchDatabase database) {
        this.database = database;
    }

    /** Records events of an integrator that has none. */
    void insertEvents(String integrator, EventType type, long count) {
        database.execute(INSERT_EVENTS, EventBody.DATA_BYTES, integrator, type.wireName(), count);
        database.execute("vacuum analyze event");
    }

    /** Owes all events of an integrator to its webhook, though its lane isn't due; gives how many there are. */
    long owe(String integrator, UUID webhook) {
        long owed = database.execute(INSERT_OWED, webhook, integrator);
        database.execute("vacuum analyze owed");
        return owed;
    }

    /** Makes the lane due: what it owes is claimed from now on. */
    void makeDue(UUID webhook) {
        database.execute(MAKE_DUE, webhook);
    }

    /** Takes everything away that is owed to anybody. */
    void clear() {
        database.execute("truncate owed");
    }
}
