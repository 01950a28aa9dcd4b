package io.integrator.webhooks.api;

import inet.ipaddr.IPAddressString;
import io.integrator.webhooks.bus.LocalCodec;
import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.settings.ApiSettings;
import io.integrator.webhooks.settings.AuthSettings;
import io.integrator.webhooks.settings.BacklogSettings;
import io.integrator.webhooks.settings.EgressSettings;
import io.integrator.webhooks.settings.HttpSettings;
import io.integrator.webhooks.settings.LoadSettings;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.SendSettings;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.Migrations;
import io.integrator.webhooks.store.Partitions;
import io.integrator.webhooks.store.ServiceRole;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The API on a real Postgres, one for all tests of this JVM: each test takes an integrator of its own. It listens twice on
 * one database, as {@link #open} for tests that need urls which are admitted without asking DNS, and as {@link #strict}.
 */
final class ApiUnderTest {

    /** A url that {@link #open} admits: its address is set aside for documentation, and allowed by setting. */
    static final String URL = "https://203.0.113.10/hook";

    static final String WEBHOOKS = "/v1/integrator/webhooks";

    private static final EgressSettings ALLOWING =
            new EgressSettings(List.of(new IPAddressString("203.0.113.0/24").getAddress()), true, List.of(), List.of());
    private static final EgressSettings STRICT = new EgressSettings(List.of(), false, List.of(), List.of());

    /** More than any test asks for, but for those that ask for less. */
    static final LoadSettings ROOM = new LoadSettings(1_024, 1_000, 1_000, Duration.ofSeconds(75));

    static final ApiSettings GENEROUS =
            new ApiSettings(10_000, 10_000, List.of(), Duration.ofSeconds(15), 8, 256, Duration.ofSeconds(15), ROOM);

    /** The same for pages of some origins too. */
    static ApiSettings granting(String... origins) {
        return new ApiSettings(
                10_000, 10_000, List.of(origins), Duration.ofSeconds(15), 8, 256, Duration.ofSeconds(15), ROOM);
    }

    private static ApiUnderTest instance;

    final Vertx vertx = Vertx.vertx();
    final TokenIssuer issuer = new TokenIssuer("first");
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final URI database;
    final Pool pool;
    final AuthSettings auth;
    final String open;
    final String strict;

    private ApiUnderTest() {
        LocalCodec.registerAll(vertx);
        database = URI.create(SharedBackends.get().createDatabase("api"));
        Migrations.apply(database);
        pool = Database.pool(vertx, new PostgresSettings(database, 8, false));
        new Partitions(pool).ensure().toCompletionStage().toCompletableFuture().join();
        auth = authSettings(keyFile(issuer));
        Pool served = Database.pool(vertx, new PostgresSettings(asServiceRole(database), 8, false));
        open = deploy(ALLOWING, served);
        strict = deploy(STRICT, served);
    }

    /** The API gets along with what a role that owns nothing is granted. */
    private static URI asServiceRole(URI database) {
        try {
            String asRole = SharedBackends.get().createRole("api", database.toString());
            ServiceRole.grantTo(new PostgresSettings(database, 1, true), "api");
            return URI.create(asRole);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static synchronized ApiUnderTest get() {
        if (instance == null) {
            instance = new ApiUnderTest();
        }
        return instance;
    }

    static AuthSettings authSettings(URI keys) {
        return new AuthSettings(keys, TokenIssuer.ISSUER, TokenIssuer.AUDIENCE, TokenIssuer.INTEGRATOR_CLAIM);
    }

    private static URI keyFile(TokenIssuer issuer) {
        try {
            Path file = Files.createTempFile("keys", ".json");
            file.toFile().deleteOnExit();
            return Files.writeString(file, issuer.keySet().encode()).toUri();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ApiVerticle verticle(HttpSettings http, AuthSettings settings, EgressSettings egress, Pool database) {
        return verticle(http, settings, egress, GENEROUS, database);
    }

    private ApiVerticle verticle(
            HttpSettings http, AuthSettings settings, EgressSettings egress, ApiSettings grants, Pool database) {
        SecretCipher cipher = new SecretCipher(Map.of("test", new byte[32]));
        InstantSource clock = InstantSource.system();
        return new ApiVerticle(
                http,
                settings,
                egress,
                new BacklogSettings(10),
                new SendSettings(Duration.ofMillis(500), Duration.ofMillis(500), 16, 64),
                grants,
                new ApiVerticle.Resources(
                        database, clock, new TimeOrderedIds(clock), cipher, metrics, Optional.empty()));
    }

    /** Starts another on the loopback interface; gives its address. */
    String deploy(EgressSettings egress, Pool database) {
        return deploy(egress, GENEROUS, database).base();
    }

    /** Starts another that grants its callers this. */
    Deployed deploy(ApiSettings grants) {
        return deploy(ALLOWING, grants, pool);
    }

    /** Starts another that takes on so much, has a heartbeat and sends of no time, and limits no rate. */
    Deployed deploy(LoadSettings load, Pool database) {
        Duration moment = Duration.ofMillis(100);
        return deploy(ALLOWING, new ApiSettings(0, 1, List.of(), moment, 8, 256, Duration.ofMillis(1), load), database);
    }

    private Deployed deploy(EgressSettings egress, ApiSettings grants, Pool database) {
        ApiVerticle verticle =
                verticle(new HttpSettings("127.0.0.1", 0, "127.0.0.1", 0), auth, egress, grants, database);
        String id = vertx.deployVerticle(verticle)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return new Deployed(id, "http://127.0.0.1:" + verticle.port());
    }

    /** One that was started, by its deployment and its address. */
    record Deployed(String id, String base) {}

    /** What has been counted so far, in all that was started, under a label's value. */
    double counted(String counter, String label, String value) {
        return metrics.get(counter).tag(label, value).counter().count();
    }

    /** A known integrator that nobody else uses. */
    String integrator() {
        String id = "it-" + UUID.randomUUID();
        new IntegratorStore(pool)
                .add(id)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return id;
    }

    /** A client with everything an integrator's token can have. */
    ContractClient client(String integrator) {
        return client(open, integrator, "webhooks:read webhooks:write");
    }

    ContractClient strictClient(String integrator) {
        return client(strict, integrator, "webhooks:read webhooks:write");
    }

    ContractClient client(String base, String integrator, String scope) {
        return new ContractClient(base, issuer.rs256(TokenIssuer.claims(integrator, scope)));
    }

    /** Registers a webhook for all payments that were completed; gives its id. */
    String register(ContractClient client) {
        JsonObject request = new JsonObject().put("url", URL).put("events", List.of("payment.completed"));
        return ContractClient.json(client.post(WEBHOOKS, request.encode())).getString("id");
    }

    RowSet<Row> sql(String statement, Object... parameters) {
        return pool.preparedQuery(statement)
                .execute(Tuple.from(parameters))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Work on one connection that is committed when it has ended well. */
    <T> T inTransaction(Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(work)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Is done when a statement of this database waits for a lock that another has; asks again and again. */
    Future<Void> untilSomebodyWaitsForALock() {
        return pool.query("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'
                        """)
                .execute()
                .compose(rows -> rows.iterator().next().getLong(0) > 0
                        ? Future.succeededFuture()
                        : untilSomebodyWaitsForALock());
    }
}
