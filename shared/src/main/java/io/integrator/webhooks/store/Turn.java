package io.integrator.webhooks.store;

import io.integrator.webhooks.settings.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;

/**
 * Whose turn it is to do what one process is to do at a time: a lock of a session's, which ends with the session. The work is done on
 * the connection that has the lock, so that nobody goes on with it who has lost the turn.
 */
public final class Turn {

    private static final String TRY = "select pg_try_advisory_lock(hashtext($1))";
    private static final String PASS_ON = "select pg_advisory_unlock(hashtext($1))";

    /** A machine that is gone, or stands still, doesn't close its connections: the server then ends the session. */
    static final String LONGEST_SILENCE = "60s";

    private final Vertx vertx;
    private final PgConnectOptions options;

    public Turn(Vertx vertx, PostgresSettings settings) {
        this.vertx = vertx;
        this.options = Database.connectOptions(settings);
        options.addProperty("application_name", "integrator-webhooks housekeeping");
        options.addProperty("idle_session_timeout", LONGEST_SILENCE);
    }

    /**
     * Does the work unless another process is at what has the same name.
     *
     * @return whether it was done
     */
    public Future<Boolean> take(String name, Function<SqlConnection, Future<Void>> work) {
        return PgConnection.connect(vertx, options)
                .compose(connection -> takeOn(connection, name, work)
                        .eventually(() -> connection.close().otherwiseEmpty()));
    }

    private static Future<Boolean> takeOn(
            SqlConnection connection, String name, Function<SqlConnection, Future<Void>> work) {
        return isTaken(connection, name)
                .compose(taken -> taken
                        ? work.apply(connection)
                                .map(true)
                                // The end of the session does it as well, though the server may be a moment late with
                                // it.
                                .eventually(
                                        () -> isDone(connection, PASS_ON, name).otherwiseEmpty())
                        : Future.succeededFuture(false));
    }

    /** Whether this session has the turn now. Taken by one that has it, it is taken once more, and its end gives all of it back. */
    static Future<Boolean> isTaken(SqlClient client, String name) {
        return isDone(client, TRY, name);
    }

    private static Future<Boolean> isDone(SqlClient client, String query, String name) {
        return client.preparedQuery(query)
                .execute(Tuple.of(name))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }
}
