package io.integrator.webhooks.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.settings.PostgresSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A role of Postgres that the service runs as and that owns nothing: it reads and writes rows, and can neither change the schema nor drop
 * more than days that have ended. Blocks; not for an event loop.
 */
public final class ServiceRole {

    private static final String GRANTS = "/db/grants.sql";
    private static final String NAME = ":role";

    private ServiceRole() {}

    /**
     * Gives a role what {@code serve} needs and takes everything else in the schema from it, all at once. To be called by the owner of the
     * schema whenever it has been migrated.
     *
     * @param role one that exists
     * @throws SQLException when the database can't be reached, or lets its user not do it
     */
    public static void grantTo(PostgresSettings owner, String role) throws SQLException {
        try (Connection connection = JdbcConnections.to(owner).getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(grants().replace(NAME, statement.enquoteIdentifier(role, true)));
            connection.commit();
        }
    }

    private static String grants() {
        try (InputStream file = ServiceRole.class.getResourceAsStream(GRANTS)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
