package io.integrator.webhooks.store;

import io.integrator.webhooks.egress.Authorities;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.TlsClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How a process connects to Postgres. */
public final class Database {

    private static final int CONNECTION_WAIT_SECONDS = 10;
    private static final int WAITERS_PER_CONNECTION = 256;

    /** Without a byte for so long, a connection is taken for dead: no statement of the service takes this long. */
    private static final int SILENCE_SECONDS = 60;

    /** What is asked over the probe is answered in no time, and a dead connection must not hide a database that is back. */
    private static final int PROBE_SILENCE_SECONDS = 5;

    /** A transaction that a dead connection left open is ended by the server, and its locks with it. */
    private static final String ABANDONED_AFTER = "10s";

    private static final String CENSUS_AT_MOST = "10s";

    /** Of {@code plan_cache_mode}. */
    static final String PLANNED_EACH_TIME = "force_custom_plan";

    /** Longer ones are prepared anew for each use. */
    private static final int LONGEST_KEPT_STATEMENT = 8_192;

    private Database() {}

    /** A pool for the whole process. It connects when it is first used, and waits for a connection no longer than 10 seconds. */
    public static Pool pool(Vertx vertx, PostgresSettings settings) {
        return pool(
                vertx,
                settings,
                new PoolOptions().setMaxSize(settings.poolSize()).setName("postgres"),
                SILENCE_SECONDS);
    }

    /** One connection beside the pool, to see whether the database is there without waiting behind those who use it. */
    public static Pool probe(Vertx vertx, PostgresSettings settings) {
        return pool(vertx, settings, new PoolOptions().setMaxSize(1).setName("probe"), PROBE_SILENCE_SECONDS);
    }

    /**
     * One connection beside the pool, for what is asked of whole tables: no work waits for it, no statement over it goes on for long,
     * and none takes more than one of the database's processors.
     */
    public static Pool census(Vertx vertx, PostgresSettings settings) {
        return pool(
                vertx,
                connectOptions(settings)
                        .addProperty("statement_timeout", CENSUS_AT_MOST)
                        .addProperty("idle_session_timeout", Turn.LONGEST_SILENCE)
                        .addProperty("max_parallel_workers_per_gather", "0"),
                new PoolOptions().setMaxSize(1).setName("census"),
                SILENCE_SECONDS);
    }

    /**
     * Connections beside the pool for look-ups that what is to be sent waits for. Postgres plans each for the tables as they are: a plan
     * that is kept was chosen while a day's partition had a few rows, when any index does, and stays until the day has statistics.
     *
     * @param size how many connections
     */
    public static Pool lookups(Vertx vertx, PostgresSettings settings, int size) {
        return pool(
                vertx,
                connectOptions(settings).addProperty("plan_cache_mode", PLANNED_EACH_TIME),
                new PoolOptions().setMaxSize(size).setName("lookups"),
                SILENCE_SECONDS);
    }

    private static Pool pool(Vertx vertx, PostgresSettings settings, PoolOptions options, int silenceSeconds) {
        return pool(vertx, connectOptions(settings), options, silenceSeconds);
    }

    private static Pool pool(Vertx vertx, PgConnectOptions database, PoolOptions options, int silenceSeconds) {
        return PgBuilder.pool()
                .with(options.setMaxWaitQueueSize(options.getMaxSize() * WAITERS_PER_CONNECTION)
                        .setConnectionTimeout(CONNECTION_WAIT_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .with(new NetClientOptions().setIdleTimeout(silenceSeconds))
                .connectingTo(database)
                .using(vertx)
                .build();
    }

    /** How to connect to a database. */
    public static PgConnectOptions connectOptions(PostgresSettings settings) {
        PgConnectOptions options = connectOptions(settings.uri());
        settings.tls().ifPresent(tls -> options.setSslMode(SslMode.VERIFY_FULL).setSslOptions(sslOptions(tls)));
        return options;
    }

    /** The same without TLS. */
    public static PgConnectOptions connectOptions(URI uri) {
        PgConnectOptions options = PgConnectOptions.fromUri(uri.toString());
        options.setCachePreparedStatements(true);
        options.setPreparedStatementCacheMaxSize(256);
        options.setPreparedStatementCacheSqlFilter(sql -> sql.length() < LONGEST_KEPT_STATEMENT);
        options.addProperty("application_name", "integrator-webhooks");
        options.addProperty("idle_in_transaction_session_timeout", ABANDONED_AFTER);
        return options;
    }

    private static ClientSSLOptions sslOptions(TlsClient tls) {
        ClientSSLOptions options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm("HTTPS")
                .setTrustOptions(tls.authorities()
                        .<TrustOptions>map(bundle -> new PemTrustOptions().addCertValue(Buffer.buffer(bundle.text())))
                        .orElseGet(() -> Authorities.trust(List.of())));
        tls.identity()
                .ifPresent(identity -> options.setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(identity.certificates().text()))
                        .addKeyValue(Buffer.buffer(identity.key().text()))));
        return options;
    }
}
