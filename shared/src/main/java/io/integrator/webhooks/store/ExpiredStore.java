package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;

/** The table {@code expired}: held deliveries that nobody took up in time. */
public final class ExpiredStore {

    private static final String EXPIRE = """
            with gone as (
                delete from owed
                where (webhook_id, event_key) in (
                    select webhook_id, event_key from owed where event_key < $1 limit $2 for update skip locked)
                returning webhook_id, event_key
            )
            insert into expired (webhook_id, event_key) select webhook_id, event_key from gone on conflict do nothing
            """;

    private static final String FORGET = "delete from expired where expired_at < $1";

    private final SqlClient client;

    public ExpiredStore(SqlClient client) {
        this.client = client;
    }

    /** Records up to {@code limit} owed deliveries of events older than an instant as expired; gives how many they were. */
    public Future<Integer> expire(Instant before, int limit) {
        return client.preparedQuery(EXPIRE)
                .execute(Tuple.of(TimeOrderedIds.leastAt(before), limit))
                .map(SqlResult::rowCount);
    }

    /** Forgets what expired before an instant. */
    public Future<Void> forget(Instant before) {
        return client.preparedQuery(FORGET)
                .execute(Tuple.of(Columns.utc(before)))
                .mapEmpty();
    }
}
