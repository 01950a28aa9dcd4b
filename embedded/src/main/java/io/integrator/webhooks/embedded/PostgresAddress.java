package io.integrator.webhooks.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a Postgres listens; user and password are both {@code postgres}. */
record PostgresAddress(String host, int port) {

    static final String USER = "postgres";

    /** The database that every server has. */
    static final String DEFAULT_DATABASE = "postgres";

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    /** duplicate_database, duplicate_object, or unique_violation when two create it at the same moment. */
    private static final Set<String> EXISTS = Set.of("42P04", "42710", "23505");

    String uri(String database) {
        return "postgresql://" + USER + ":" + USER + "@" + host + ":" + port + "/" + database;
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + "?user=" + USER + "&password=" + USER;
    }

    /** Creates the database unless it exists, and returns its uri. */
    String createDatabase(String name) {
        create("database", name, "template template0");
        return uri(name);
    }

    /** Creates a role that may log in unless it exists, and returns the uri of a database as that role. */
    String createRole(String name, String database) {
        create("role", name, "login password '" + name + "'");
        return database.replaceFirst("//.*@", "//" + name + ":" + name + "@");
    }

    private void create(String what, String name, String how) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("The name of a " + what + " matches " + NAME + ", not '" + name + "'");
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl(DEFAULT_DATABASE));
                Statement statement = connection.createStatement()) {
            statement.execute("create " + what + " \"" + name + "\" " + how);
        } catch (SQLException e) {
            if (!EXISTS.contains(e.getSQLState())) {
                throw new BackendException("Cannot create the " + what + " " + name + " at " + host + ":" + port, e);
            }
        }
    }

    boolean isServing(Duration limit) {
        return Readiness.reached(limit, () -> {
            try (Connection connection = DriverManager.getConnection(jdbcUrl(DEFAULT_DATABASE))) {
                return connection.isValid(1);
            }
        });
    }
}
