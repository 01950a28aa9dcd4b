package io.integrator.webhooks.bench.environment;

import io.integrator.webhooks.launcher.Await;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.Migrations;
import io.integrator.webhooks.store.Partitions;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;

/** A database with the service's schema: its pool for the stores, and statements of a benchmark's own beside it. */
public final class BenchDatabase implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int POOL_SIZE = 4;

    private final URI uri;
    private final Pool pool;

    private BenchDatabase(URI uri, Pool pool) {
        this.uri = uri;
        this.pool = pool;
    }

    /** Brings the schema up to date, partitions of today included. */
    public static BenchDatabase of(Vertx vertx, URI uri) {
        Migrations.apply(uri);
        Pool pool = Database.pool(vertx, new PostgresSettings(uri, POOL_SIZE, false));
        Await.result(new Partitions(pool).ensure(), LIMIT, "making partitions");
        return new BenchDatabase(uri, pool);
    }

    /** Where it is. */
    public URI uri() {
        return uri;
    }

    /** For the stores. */
    public Pool pool() {
        return pool;
    }

    /** Runs one statement by itself; collections become arrays of text. Returns how many rows it changed. */
    public long execute(String sql, Object... parameters) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.execute() ? 0 : statement.getLargeUpdateCount();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row, as text. */
    public String value(String sql, Object... parameters) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The same, of a count. */
    public long count(String sql, Object... parameters) {
        return Long.parseLong(value(sql, parameters));
    }

    @Override
    public void close() {
        Await.result(pool.close(), LIMIT, "closing the pool");
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i] instanceof Collection<?> many
                    ? connection.createArrayOf(
                            "text", many.stream().map(String::valueOf).toArray())
                    : parameters[i];
            statement.setObject(i + 1, parameter);
        }
        return statement;
    }

    private String jdbcUrl() {
        String[] user = uri.getUserInfo().split(":", 2);
        return "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath() + "?user=" + user[0]
                + "&password=" + user[1];
    }
}
