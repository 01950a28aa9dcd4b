package io.integrator.webhooks.store;

import io.integrator.webhooks.settings.PostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;

/** Brings the schema up to date. Several processes may do it at once: Flyway lets one go first. Blocks; not for an event loop. */
public final class Migrations {

    private static final String FOLDER = "/db/migration";
    private static final Pattern FILE = Pattern.compile(".*/V(\\d{1,9})__\\w+\\.sql");
    private static final Map<String, String> FLYWAY = Map.of("flyway.postgresql.transactional.lock", "false");

    /** What a newer version has applied is none of ours to judge by its file: {@link SchemaStanding} does. */
    private static final String OF_NEWER_VERSIONS = "*:future";

    /** A migration of much may take long, and whoever comes meanwhile is to wait for it. */
    private static final int FOR_AS_LONG_AS_IT_TAKES = -1;

    private Migrations() {}

    /**
     * Applies what is missing, once nobody else does.
     *
     * @return how many migrations were applied
     * @throws org.flywaydb.core.api.FlywayException when the database can't be reached or a migration fails
     */
    public static int apply(PostgresSettings settings) {
        FluentConfiguration configuration = Flyway.configure()
                .configuration(FLYWAY)
                .ignoreMigrationPatterns(OF_NEWER_VERSIONS)
                .lockRetryCount(FOR_AS_LONG_AS_IT_TAKES);
        MigrateResult result =
                configuration.dataSource(JdbcConnections.to(settings)).load().migrate();
        return result.migrationsExecuted;
    }

    /** The same, to a database that is spoken to without TLS. */
    public static int apply(URI uri) {
        return apply(new PostgresSettings(uri, 1, true));
    }

    /** The numbers of the migrations that this program brings. */
    static SortedSet<Integer> known() {
        URL folder = Migrations.class.getResource(FOLDER);
        try {
            URLConnection opened = folder.openConnection();
            if (opened instanceof JarURLConnection jar) {
                return numbers(jar.getJarFile().stream().map(entry -> "/" + entry.getName()));
            }
            try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
                return numbers(files.map(file -> FOLDER + "/" + file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(folder.toString(), e);
        }
    }

    private static SortedSet<Integer> numbers(Stream<String> paths) {
        return paths.filter(path -> path.startsWith(FOLDER))
                .map(FILE::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Integer.valueOf(matcher.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
