package io.integrator.webhooks.launcher.process;

import io.integrator.webhooks.embedded.SharedBackends;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.UUID;

/** A database, looked into from beside the service. */
public record TestDatabase(URI uri) {

    /** An empty one on the shared Postgres, with a user of its own, whose password is no word that is found anywhere. */
    public static TestDatabase fresh() {
        String name = "d" + UUID.randomUUID().toString().replace("-", "");
        URI uri = URI.create(SharedBackends.get().createDatabase(name));
        return new TestDatabase(uri).asNewRole(name, "superuser");
    }

    private TestDatabase asNewRole(String name, String attributes) {
        String password = UUID.randomUUID().toString();
        run("create role " + name + " " + attributes + " login password '" + password + "'");
        return new TestDatabase(
                URI.create(uri.toString().replace(uri.getUserInfo() + "@", name + ":" + password + "@")));
    }

    /** The password of its user. */
    String password() {
        return uri.getUserInfo().split(":", 2)[1];
    }

    /** The same as another role sees it, which is made for it and owns nothing. */
    TestDatabase asItsOwnRole() {
        return asNewRole(role() + "_service", "");
    }

    /** The user that it is seen as. */
    String role() {
        return uri.getUserInfo().replaceFirst(":.*", "");
    }

    /** The ids of an integrator's events that have a successful attempt. */
    public Set<String> delivered(String integrator) {
        String ids = value("""
                select string_agg(distinct event.id, ' ') from attempt join event on event.key = attempt.event_key
                where event.integrator_id = ? and attempt.outcome = 'ok'""", integrator);
        return ids == null ? Set.of() : Set.of(ids.split(" ", -1));
    }

    /** How many attempts at an integrator's events there are. */
    public long attempts(String integrator) {
        return Long.parseLong(value("""
                select count(*) from attempt join event on event.key = attempt.event_key
                where event.integrator_id = ?""", integrator));
    }

    /** How many events of an integrator there are. */
    public long events(String integrator) {
        return Long.parseLong(value("select count(*) from event where integrator_id = ?", integrator));
    }

    /** How many deliveries to an integrator are not settled. */
    public long owed(String integrator) {
        return Long.parseLong(value("""
                select count(*) from owed join webhook on webhook.id = owed.webhook_id
                where webhook.integrator_id = ?""", integrator));
    }

    /** Changes something. */
    void run(String statement) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement changing = connection.createStatement()) {
            changing.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    /** The first column of the first row. */
    public String value(String query, String... parameters) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    /** For JDBC, user and password included. */
    public String jdbcUrl() {
        String[] user = uri.getUserInfo().split(":", 2);
        return "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath() + "?user=" + user[0]
                + "&password=" + user[1];
    }
}
