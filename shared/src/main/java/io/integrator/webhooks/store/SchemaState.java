package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How far the database's schema is, as Flyway's table has it.
 *
 * @param version that of the newest migration that has been applied; 0 for none
 * @param needs   which migration a process has to know to work on it: one that takes something away begins its description with
 *                {@code needs N}; 0 when none did
 */
public record SchemaState(int version, int needs) {

    private static final String SELECT = """
            select coalesce(max(version::int), 0) as version,
                coalesce(max(substring(description from '^needs ([0-9]{1,9})')::int), 0) as needs
            from flyway_schema_history where success and version ~ '^[0-9]{1,9}$'""";

    private static final String NO_TABLE = "42P01";
    private static final String NO_RIGHT = "42501";
    private static final String LOCATION = "db/migration/";
    private static final Pattern MIGRATION = Pattern.compile(LOCATION + "V(\\d{1,9})__[^/]+\\.sql");

    /** Why a process that comes with migrations up to {@code known} can't work on this database; empty when it can. */
    public static Future<Optional<String>> fault(SqlClient client, int known) {
        return client.query(SELECT)
                .execute()
                .map(rows -> of(rows.iterator().next()).faultFor(known))
                .recover(SchemaState::ofNone);
    }

    /** The newest migration that comes with this process. Reads the class path. */
    public static int known() {
        return migrations().stream()
                .map(MIGRATION::matcher)
                .filter(Matcher::matches)
                .mapToInt(migration -> Integer.parseInt(migration.group(1)))
                .max()
                .orElseThrow();
    }

    /** Why a process that comes with migrations up to {@code known} can't work on it; empty when it can. */
    Optional<String> faultFor(int known) {
        if (version < known) {
            return Optional.of("the schema is at version " + version + " and this process needs " + known);
        }
        if (needs > known) {
            return Optional.of(
                    "the schema is for processes that know version " + needs + ", and this one knows " + known);
        }
        return Optional.empty();
    }

    private static SchemaState of(Row row) {
        return new SchemaState(row.getInteger("version"), row.getInteger("needs"));
    }

    private static Future<Optional<String>> ofNone(Throwable failure) {
        String state = failure instanceof PgException refused ? refused.getSqlState() : "";
        return switch (state) {
            case NO_TABLE -> Future.succeededFuture(Optional.of("no schema has been made"));
            case NO_RIGHT ->
                Future.succeededFuture(Optional.of(
                        "this process's role may not read which migrations were applied; migrate --grant-to lets it"));
            default -> Future.failedFuture(failure);
        };
    }

    private static List<String> migrations() {
        try {
            Path home = Path.of(SchemaState.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isDirectory(home) ? filesIn(home) : entriesOf(home);
        } catch (IOException e) {
            throw new UncheckedIOException("the migrations can't be listed", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the migrations can't be found", e);
        }
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(LOCATION))) {
            return files.map(file -> LOCATION + file.getFileName()).toList();
        }
    }

    private static List<String> entriesOf(Path archive) throws IOException {
        try (JarFile jar = new JarFile(archive.toFile())) {
            return jar.stream().map(JarEntry::getName).toList();
        }
    }
}
