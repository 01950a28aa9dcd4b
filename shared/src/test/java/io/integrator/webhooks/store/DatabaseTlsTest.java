package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.bus.LocalCodec;
import io.integrator.webhooks.embedded.PemIdentity;
import io.integrator.webhooks.embedded.PostgresServer;
import io.integrator.webhooks.embedded.ServerTls;
import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.embedded.TestAuthority;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.SettingReader;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pool, the feed of changes and the migrations speak TLS to a Postgres that they have verified, or not at all. */
class DatabaseTlsTest {

    private static final String CONNECTIONS = """
            select count(*) filter (where ssl) as by_tls, count(*) as connections
            from pg_stat_ssl join pg_stat_activity using (pid)
            where datname = current_database() and backend_type = 'client backend'
            """;

    @TempDir
    private static Path directory;

    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final TestAuthority STRANGER = new TestAuthority();
    private static final Vertx VERTX = Vertx.vertx();

    private static PostgresServer server;
    private static Path bundle;
    private static Path bundleOfStranger;
    private static PemIdentity.InFiles client;
    private static PemIdentity.InFiles stranger;

    /** The certificate of the server is for its address and for no name. */
    @BeforeAll
    static void startServer() throws Exception {
        LocalCodec.registerAll(VERTX);
        bundle = AUTHORITY.bundleIn(directory);
        bundleOfStranger = STRANGER.bundleIn(Files.createDirectory(directory.resolve("stranger")));
        client = AUTHORITY.issue("certified").writeTo(directory, "client");
        stranger = STRANGER.issue("certified").writeTo(directory, "stranger");
        server = PostgresServer.secured(
                new ServerTls(AUTHORITY.issue("127.0.0.1").writeTo(directory, "server"), bundle),
                "hostssl all certified 127.0.0.1/32 cert",
                "hostssl all all 127.0.0.1/32 scram-sha-256");
        sql("create role secret login password 'hush'");
        sql("create role certified login");
        sql("create database secret owner secret");
        sql("create database certified owner certified");
    }

    @AfterAll
    static void stopServer() {
        server.close();
        await(VERTX.close());
    }

    @Test
    void everyConnectionIsByVerifiedTls() {
        assertWorksByTls(settings("secret:hush", "WEBHOOKS_POSTGRES_CA_BUNDLE", bundle.toString()));
    }

    @Test
    void aServerThatAsksForACertificateIsShownOne() {
        assertWorksByTls(settings(
                "certified",
                "WEBHOOKS_POSTGRES_CA_BUNDLE",
                bundle.toString(),
                "WEBHOOKS_POSTGRES_CLIENT_CERTIFICATE",
                client.certificate().toString(),
                "WEBHOOKS_POSTGRES_CLIENT_KEY",
                client.key().toString()));
    }

    /** @param message what whoever started the process is told, unless Vert.x says no more than that the handshake failed */
    private record Refusal(String what, PostgresSettings settings, String message) {

        @Override
        public String toString() {
            return what;
        }
    }

    private static List<Refusal> refusals() {
        String ca = bundle.toString();
        return List.of(
                new Refusal(
                        "a certificate for another name",
                        read(
                                "postgresql://secret:hush@localhost:" + server.port() + "/secret",
                                "WEBHOOKS_POSTGRES_CA_BUNDLE",
                                ca),
                        "matching localhost found"),
                new Refusal(
                        "a certificate of another authority",
                        settings("secret:hush", "WEBHOOKS_POSTGRES_CA_BUNDLE", bundleOfStranger.toString()),
                        "certification path|trust anchors|[Ss]ignature"),
                new Refusal(
                        "a certificate of none of the JDK's authorities",
                        settings("secret:hush", "WEBHOOKS_POSTGRES_TLS", "verify-full"),
                        "certification path"),
                new Refusal(
                        "a client without TLS",
                        settings("secret:hush", "WEBHOOKS_POSTGRES_TLS", "disable"),
                        "no encryption"),
                new Refusal(
                        "a wrong password",
                        settings("secret:wrong", "WEBHOOKS_POSTGRES_CA_BUNDLE", ca),
                        "password authentication failed"),
                new Refusal(
                        "a client without a certificate",
                        settings("certified", "WEBHOOKS_POSTGRES_CA_BUNDLE", ca),
                        "requires a valid client certificate"),
                new Refusal(
                        "a client's certificate of another authority",
                        settings(
                                "certified",
                                "WEBHOOKS_POSTGRES_CA_BUNDLE",
                                ca,
                                "WEBHOOKS_POSTGRES_CLIENT_CERTIFICATE",
                                stranger.certificate().toString(),
                                "WEBHOOKS_POSTGRES_CLIENT_KEY",
                                stranger.key().toString()),
                        ""),
                new Refusal(
                        "a server without TLS",
                        read(SharedBackends.get().postgresUri(), "WEBHOOKS_POSTGRES_TLS", "verify-full"),
                        "SSL"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void nothingIsSaidToOneThatIsNotTheRightOne(Refusal refusal) {
        Pool pool = Database.pool(VERTX, refusal.settings());

        assertThatThrownBy(() -> await(pool.query("select 1").execute()))
                .rootCause()
                .hasMessageFindingMatch(refusal.message() + "|SSL handshake failed")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> Migrations.apply(refusal.settings()))
                .rootCause()
                .hasMessageFindingMatch(refusal.message())
                .hasMessageNotContaining("hush");
        await(pool.close());
    }

    private static void assertWorksByTls(PostgresSettings settings) {
        Pool pool = Database.pool(VERTX, settings);
        ChangeFeed feed = new ChangeFeed(VERTX, Database.connectOptions(settings), InstantSource.system());

        assertThat(Migrations.apply(settings)).isPositive();
        await(feed.start());

        var seen = await(pool.query(CONNECTIONS).execute()).iterator().next();
        assertThat(seen.getLong("by_tls"))
                .isEqualTo(seen.getLong("connections"))
                .isGreaterThanOrEqualTo(2);
        await(feed.stop());
        await(pool.close());
    }

    /** To the secured server, as a user who has a database of their own. */
    private static PostgresSettings settings(String user, String... texts) {
        return read("postgresql://" + user + "@127.0.0.1:" + server.port() + "/" + user.replaceFirst(":.*", ""), texts);
    }

    private static PostgresSettings read(String uri, String... texts) {
        Map<String, String> all = new HashMap<>();
        all.put("WEBHOOKS_POSTGRES_URI", URI.create(uri).toString());
        for (int i = 0; i < texts.length; i += 2) {
            all.put(texts[i], texts[i + 1]);
        }
        SettingReader reader = new SettingReader(all);
        PostgresSettings settings = PostgresSettings.read(reader);
        reader.requireNoFaults();
        return settings;
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement own = connection.createStatement()) {
            own.execute(statement);
        }
    }
}
