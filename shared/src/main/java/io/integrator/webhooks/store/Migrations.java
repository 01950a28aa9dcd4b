package io.integrator.webhooks.store;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings the schema up to date. Several processes may do it at once: Flyway lets one go first. Blocks; not for an event loop. */
public final class Migrations {

    private static final Map<String, String> FLYWAY = Map.of("flyway.postgresql.transactional.lock", "false");

    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @param uri the database, {@code postgresql://user:password@host:port/database}
     * @return how many migrations were applied
     * @throws org.flywaydb.core.api.FlywayException when the database can't be reached or a migration fails
     */
    public static int apply(URI uri) {
        FluentConfiguration configuration = Flyway.configure().configuration(FLYWAY);
        MigrateResult result = configuration.dataSource(dataSource(uri)).load().migrate();
        return result.migrationsExecuted;
    }

    private static PGSimpleDataSource dataSource(URI uri) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        String query =
                Optional.ofNullable(uri.getRawQuery()).map(text -> "?" + text).orElse("");
        dataSource.setUrl(
                "jdbc:postgresql://" + uri.getRawAuthority().replaceFirst("^.*@", "") + uri.getRawPath() + query);
        if (uri.getUserInfo() != null) {
            String[] userInfo = uri.getUserInfo().split(":", 2);
            dataSource.setUser(userInfo[0]);
            dataSource.setPassword(userInfo.length == 2 ? userInfo[1] : null);
        }
        return dataSource;
    }
}
