package io.integrator.webhooks.store;

import io.integrator.webhooks.settings.PostgresSettings;
import java.net.URI;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;

/** Brings the schema up to date. Several processes may do it at once: Flyway lets one go first. Blocks; not for an event loop. */
public final class Migrations {

    private static final Map<String, String> FLYWAY = Map.of("flyway.postgresql.transactional.lock", "false");

    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @return how many migrations were applied
     * @throws org.flywaydb.core.api.FlywayException when the database can't be reached or a migration fails
     */
    public static int apply(PostgresSettings settings) {
        FluentConfiguration configuration = Flyway.configure().configuration(FLYWAY);
        MigrateResult result =
                configuration.dataSource(JdbcConnections.to(settings)).load().migrate();
        return result.migrationsExecuted;
    }

    /** The same, to a database that is spoken to without TLS. */
    public static int apply(URI uri) {
        return apply(new PostgresSettings(uri, 1, true));
    }
}
