package io.integrator.webhooks.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Postgres 18 on 127.0.0.1, as durable as one in production: what it has committed survives {@link #kill()}. User and password are
 * {@code postgres}; any password is accepted, unless it is {@link #secured}.
 *
 * <p>It runs in processes of its own, which do not end with this JVM: close it. What a killed JVM left running is stopped by the next start
 * on the same directory or, for temporary ones, by the next start of any. Its own log is {@code server.log} in its directory. Methods block
 * and may be called from any thread but an event loop.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

    private static final String TEMPORARY = "webhooks-postgres-";
    private static final String MAJOR_VERSION = "18";

    /** Recovery after a kill under load takes its time. */
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private static final int MAX_CONNECTIONS = 200;

    private final ServerDirectory directory;
    private final Path data;
    private final ServerLog log;

    /** There until the first start has succeeded: one that is killed half way leaves files that Postgres refuses, and no rows to lose. */
    private final Path unfinished;

    private final PostgresAddress address;
    private final Duration startLimit;
    private final Optional<PostgresAccess> access;
    private EmbeddedPostgres running;

    private PostgresServer(ServerDirectory directory, int port, Duration startLimit, Optional<PostgresAccess> access) {
        this.access = access;
        this.startLimit = startLimit;
        this.directory = directory;
        this.data = directory.path().resolve("data");
        this.log = new ServerLog(directory.path().resolve("server.log"));
        this.unfinished = directory.path().resolve("unfinished");
        this.address = new PostgresAddress("127.0.0.1", LoopbackPort.choose(port));
    }

    /**
     * Starts one on a directory that is kept: created when missing, and with its rows when a server had it before.
     *
     * @param port 0 for any
     * @throws PortTakenException when the port is in use
     * @throws BackendException when the directory is in use, or Postgres does not come up; the end of its log is in the message
     */
    public static PostgresServer in(Path directory, int port) {
        return in(directory, port, START_LIMIT);
    }

    static PostgresServer in(Path directory, int port, Duration startLimit) {
        return started(ServerDirectory.kept(directory), port, startLimit, Optional.empty());
    }

    /**
     * Starts an empty one in a fresh temporary directory, which {@link #close()} deletes.
     *
     * @param port 0 for any
     * @throws PortTakenException when the port is in use
     * @throws BackendException when Postgres does not come up; the end of its log is in the message
     */
    public static PostgresServer temporary(int port) {
        return startTemporary(port, Optional.empty());
    }

    /**
     * Starts an empty one like {@link #temporary}, on any port, that has TLS and looks at who comes. Only {@code postgres} comes in as
     * everywhere, without TLS.
     *
     * @param rules lines of {@code pg_hba.conf} for everybody else
     * @throws BackendException when Postgres does not come up; the end of its log is in the message
     */
    public static PostgresServer secured(ServerTls tls, String... rules) {
        return startTemporary(0, Optional.of(new PostgresAccess(tls, List.of(rules))));
    }

    private static PostgresServer startTemporary(int port, Optional<PostgresAccess> access) {
        ServerDirectory.deleteAbandoned(TEMPORARY, abandoned -> stopOrphan(abandoned.resolve("data")));
        return started(ServerDirectory.temporary(TEMPORARY), port, START_LIMIT, access);
    }

    private static PostgresServer started(
            ServerDirectory directory, int port, Duration startLimit, Optional<PostgresAccess> access) {
        try {
            PostgresServer server = new PostgresServer(directory, port, startLimit, access);
            server.start();
            return server;
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** {@code postgresql://postgres:postgres@127.0.0.1:PORT/postgres}; the same after every restart. */
    public String uri() {
        return address.uri(PostgresAddress.DEFAULT_DATABASE);
    }

    /** {@link #uri()} as JDBC wants it, user and password included. */
    public String jdbcUrl() {
        return jdbcUrl(PostgresAddress.DEFAULT_DATABASE);
    }

    /** The JDBC url of one of its databases, user and password included. */
    public String jdbcUrl(String database) {
        return address.jdbcUrl(database);
    }

    /** The TCP port; the same after every restart. */
    public int port() {
        return address.port();
    }

    /**
     * Creates a database unless it exists.
     *
     * @param name lower-case letters, digits and underscores, at most 63
     * @return its uri, in the form of {@link #uri()}
     * @throws BackendException when Postgres is stopped or refuses
     */
    public String createDatabase(String name) {
        return address.createDatabase(name);
    }

    String createRole(String name, String database) {
        return address.createRole(name, database);
    }

    /** Stops it cleanly; clients lose their connections. Does nothing when it is stopped already. */
    public synchronized void stop() {
        if (running == null) {
            return;
        }
        try {
            running.close();
        } catch (IOException e) {
            throw new BackendException("Cannot stop Postgres in " + data, e);
        } finally {
            running = null;
        }
        Postmaster.of(data).ifPresent(Postmaster::stop);
    }

    /**
     * Ends it as a power cut would: SIGKILL to all its processes. {@link #start()} then recovers what had been committed. Does nothing when
     * it is stopped already.
     */
    public synchronized void kill() {
        if (running == null) {
            return;
        }
        Postmaster.of(data).ifPresent(Postmaster::kill);
        running = null;
    }

    /**
     * Starts it again, on the same port and with the same rows. Does nothing when it is running.
     *
     * @throws PortTakenException when the port has been taken meanwhile
     * @throws BackendException when Postgres does not come up; the end of its log is in the message
     */
    public synchronized void start() {
        if (running != null) {
            return;
        }
        long begin = System.nanoTime();
        stopOrphan(data);
        Postmaster.deletePidOfAnother(data);
        LoopbackPort.requireFree(port(), "Postgres");
        running = launch();
        forget(unfinished);
        LOG.atInfo()
                .addKeyValue("port", port())
                .addKeyValue("directory", data)
                .addKeyValue(
                        "durationMs",
                        Duration.ofNanos(System.nanoTime() - begin).toMillis())
                .log("Postgres is up");
    }

    /** Stops it and, when temporary, deletes its directory. It cannot be started again. */
    @Override
    public synchronized void close() {
        try {
            stop();
        } finally {
            directory.close();
        }
    }

    private static void stopOrphan(Path data) {
        Postmaster.of(data).ifPresent(orphan -> {
            LOG.atInfo()
                    .addKeyValue("directory", data)
                    .addKeyValue("pid", orphan.pid())
                    .log("Stopping the Postgres that a killed process left");
            orphan.stop();
        });
    }

    private EmbeddedPostgres launch() {
        EmbeddedPostgres launched;
        try {
            prepare();
            requireOurVersion();
            launched = configured().start();
        } catch (BackendException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            Postmaster.of(data).ifPresent(Postmaster::stop);
            throw new BackendException("Postgres does not come up in " + data + " on port " + port() + log.end(), e);
        }
        if (Postmaster.of(data).isEmpty()) {
            throw new BackendException(
                    "Another Postgres answers on port " + port() + ", not the one of " + data + log.end());
        }
        return launched;
    }

    private void prepare() throws IOException {
        if (Files.exists(unfinished)) {
            ServerDirectory.deleteAll(data);
        }
        if (Files.notExists(data)) {
            Files.writeString(unfinished, "The first start on this directory has not come to its end.\n");
        }
        // The library's own lock is still held by what was killed in this JVM; the directory is claimed by ours.
        Files.deleteIfExists(data.resolve("epg-lock"));
        log.trim();
    }

    private void requireOurVersion() throws IOException {
        Path file = data.resolve("PG_VERSION");
        String version = Files.exists(file) ? Files.readString(file).strip() : MAJOR_VERSION;
        if (!version.equals(MAJOR_VERSION)) {
            throw new BackendException("The rows in " + data + " are of Postgres " + version + ", which Postgres "
                    + MAJOR_VERSION + " cannot read: choose another directory, or delete that one");
        }
    }

    private EmbeddedPostgres.Builder configured() throws IOException {
        Redirect toLog = log.redirect();
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port())
                .setPGStartupWait(startLimit)
                .setOutputRedirector(toLog)
                .setErrorRedirector(toLog)
                // The same order of text and the same upper case on every machine.
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                // The library turns durability off, by -F and settings; what comes after it on the command line wins.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", Integer.toString(MAX_CONNECTIONS))
                .setServerConfig("listen_addresses", "127.0.0.1")
                // No sockets in /tmp, whose lock files outlive a kill.
                .setServerConfig("unix_socket_directories", "");
        if (access.isPresent()) {
            access.get().settings(directory.path()).forEach(builder::setServerConfig);
        }
        return builder;
    }

    private static void forget(Path marker) {
        try {
            Files.deleteIfExists(marker);
        } catch (IOException e) {
            throw new BackendException("Cannot delete " + marker, e);
        }
    }
}
