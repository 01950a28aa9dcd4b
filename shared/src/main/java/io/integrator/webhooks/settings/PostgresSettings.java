package io.integrator.webhooks.settings;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The database.
 *
 * @param uri user, password, host, port and database in one
 * @param poolSize connections that a process keeps at most
 * @param migrate whether serve brings the schema up to date before it starts
 * @param tls empty for connections without TLS
 */
public record PostgresSettings(URI uri, int poolSize, boolean migrate, Optional<TlsClient> tls) {

    public static final Setting<URI> URI =
            Setting.requiredSecret("WEBHOOKS_POSTGRES_URI", PostgresUri.type(), "the database");

    public static final Setting<Integer> POOL_SIZE = Setting.of(
            "WEBHOOKS_POSTGRES_POOL_SIZE",
            SettingType.integer(1, 200),
            "8",
            "connections that a process shares among its work; the feed of changes, readiness, counting and each worker's look-ups have one each besides, and"
                    + " housekeeping now and then");

    public static final Setting<Boolean> MIGRATE = Setting.of(
            "WEBHOOKS_POSTGRES_MIGRATE",
            SettingType.flag(),
            "true",
            "whether serve brings the schema up to date before it starts");

    public static final TlsSettings TLS = TlsSettings.of("WEBHOOKS_POSTGRES", "Postgres");

    static final List<Setting<?>> ALL = Stream.of(List.of(URI, POOL_SIZE, MIGRATE), TLS.all())
            .<Setting<?>>flatMap(List::stream)
            .toList();

    static final SettingArea AREA = new SettingArea("Postgres", """
            A database on another machine is spoken to by TLS, its certificate and name verified, unless that is turned off. [Connections](connections.md)
            has authorities, client certificates and the roles of Postgres; what to keep of it and how large it gets is in
            [operating](operating.md#data).
            """, ALL);

    /** Without TLS. */
    public PostgresSettings(URI uri, int poolSize, boolean migrate) {
        this(uri, poolSize, migrate, Optional.empty());
    }

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static PostgresSettings read(SettingReader reader) {
        URI uri = reader.read(URI);
        return new PostgresSettings(
                uri,
                reader.readOr(POOL_SIZE, 0),
                reader.readOr(MIGRATE, false),
                TLS.read(reader, uri == null || Loopback.is(PostgresUri.host(uri))));
    }

    /** Whether what goes to the database can be read on the way, which is no matter on this machine's loopback. */
    public boolean isExposed() {
        return tls.isEmpty() && !Loopback.is(PostgresUri.host(uri));
    }

    /** With the server and the database; without the user, the password and options, among which a password may be. */
    @Override
    public String toString() {
        return "PostgresSettings[host=" + (uri == null ? null : uri.getHost() + ":" + uri.getPort() + uri.getPath())
                + ", poolSize=" + poolSize + ", migrate=" + migrate + "]";
    }
}
