package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** The table {@code idempotency_key}: what requests with such a key were answered, for 24 hours ({@code contract.md}). */
public final class IdempotencyStore {

    private static final String FIND = """
            select request_hash, response from idempotency_key
            where integrator_id = $1 and key = $2 and created_at > now() - interval '24 hours'
            """;

    /** Takes the place of one that has ended and wasn't removed yet. */
    private static final String KEEP = """
            insert into idempotency_key (integrator_id, key, request_hash, webhook_id, response)
            values ($1, $2, $3, $4, $5)
            on conflict (integrator_id, key) do update
            set request_hash = excluded.request_hash,
                webhook_id = excluded.webhook_id,
                response = excluded.response,
                created_at = excluded.created_at
            """;

    /** Not of those that end within the minute: whoever asks acts on the answer a moment later. */
    private static final String KNOWN = """
            select 1 from idempotency_key
            where integrator_id = $1 and key = $2 and created_at > now() - interval '23 hours 59 minutes'
            """;

    private static final String FORGET = "delete from idempotency_key where created_at <= now() - interval '24 hours'";

    private final Pool pool;

    public IdempotencyStore(Pool pool) {
        this.pool = pool;
    }

    /** A request that was answered: the hash of what it asked for, and the answer's body. */
    record Answered(Buffer requestHash, Buffer response) {

        /** Without what was answered, in which the webhook's url stands. */
        @Override
        public String toString() {
            return "Answered[bytes=" + response.length() + "]";
        }
    }

    /** Whether a request with this key was answered, and will be found so for another minute. */
    public Future<Boolean> isKnown(String integratorId, String key) {
        return pool.preparedQuery(KNOWN).execute(Tuple.of(integratorId, key)).map(rows -> rows.size() > 0);
    }

    /** Removes keys that have ended; gives how many they were. */
    public static Future<Integer> forgetEnded(SqlClient client) {
        return client.query(FORGET).execute().map(SqlResult::rowCount);
    }

    static Future<Optional<Answered>> find(SqlConnection connection, String integratorId, String key) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(integratorId, key))
                .map(rows -> FirstRow.of(rows)
                        .map(row -> new Answered(row.getBuffer("request_hash"), row.getBuffer("response"))));
    }

    static Future<Void> keep(
            SqlConnection connection, String integratorId, IdempotentRequest request, UUID webhookId, Buffer response) {
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.of(integratorId, request.key(), request.hash(), webhookId, response))
                .mapEmpty();
    }
}
