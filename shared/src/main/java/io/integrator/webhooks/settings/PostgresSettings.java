package io.integrator.webhooks.settings;

import java.net.URI;
import java.util.List;

/**
 * The database.
 *
 * @param uri user, password, host, port and database in one
 * @param poolSize connections that a process keeps at most
 * @param migrate whether serve brings the schema up to date before it starts
 */
public record PostgresSettings(URI uri, int poolSize, boolean migrate) {

    public static final Setting<URI> URI =
            Setting.requiredSecret("WEBHOOKS_POSTGRES_URI", SettingType.postgresUri(), "the database");

    public static final Setting<Integer> POOL_SIZE = Setting.of(
            "WEBHOOKS_POSTGRES_POOL_SIZE",
            SettingType.integer(1, 200),
            "8",
            "connections that a process shares among its work; the feed of changes has one more");

    public static final Setting<Boolean> MIGRATE = Setting.of(
            "WEBHOOKS_POSTGRES_MIGRATE",
            SettingType.flag(),
            "true",
            "whether serve brings the schema up to date before it starts");

    static final List<Setting<?>> ALL = List.of(URI, POOL_SIZE, MIGRATE);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static PostgresSettings read(SettingReader reader) {
        return new PostgresSettings(reader.read(URI), reader.readOr(POOL_SIZE, 0), reader.readOr(MIGRATE, false));
    }

    /** With the server and the database; without the user, the password and options, among which a password may be. */
    @Override
    public String toString() {
        return "PostgresSettings[host=" + (uri == null ? null : uri.getHost() + ":" + uri.getPort() + uri.getPath())
                + ", poolSize=" + poolSize + ", migrate=" + migrate + "]";
    }
}
