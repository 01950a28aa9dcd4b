package io.integrator.webhooks.store;

import io.integrator.webhooks.settings.PostgresSettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** How a process connects to Postgres. */
public final class Database {

    private static final int CONNECTION_WAIT_SECONDS = 10;
    private static final int WAITERS_PER_CONNECTION = 256;

    /** Without a byte for so long, a connection is taken for dead: no statement of the service takes this long. */
    private static final int SILENCE_SECONDS = 60;

    /** A transaction that a dead connection left open is ended by the server, and its locks with it. */
    private static final String ABANDONED_AFTER = "10s";

    private Database() {}

    /** A pool for the whole process. It connects when it is first used, and waits for a connection no longer than 10 seconds. */
    public static Pool pool(Vertx vertx, PostgresSettings settings) {
        return PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(settings.poolSize())
                        .setMaxWaitQueueSize(settings.poolSize() * WAITERS_PER_CONNECTION)
                        .setConnectionTimeout(CONNECTION_WAIT_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .with(new NetClientOptions().setIdleTimeout(SILENCE_SECONDS))
                .connectingTo(connectOptions(settings.uri()))
                .using(vertx)
                .build();
    }

    /** How to connect to the database of a {@code postgresql://} URI. */
    public static PgConnectOptions connectOptions(URI uri) {
        PgConnectOptions options = PgConnectOptions.fromUri(uri.toString());
        options.setCachePreparedStatements(true);
        options.setPreparedStatementCacheMaxSize(256);
        options.setPreparedStatementCacheSqlLimit(8_192);
        options.addProperty("application_name", "integrator-webhooks");
        options.addProperty("idle_in_transaction_session_timeout", ABANDONED_AFTER);
        return options;
    }
}
