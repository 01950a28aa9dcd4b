package io.integrator.webhooks.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.signing.SecretCipher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A database of a test class's own, with the schema and today's partitions, and short cuts to what the tests start from. */
final class TestDatabase implements AutoCloseable {

    static final SecretCipher CIPHER = new SecretCipher(Map.of("k1", new byte[32]));
    static final TimeOrderedIds IDS = new TimeOrderedIds(InstantSource.system());

    private final Vertx vertx = Vertx.vertx();
    private final URI uri;
    private final Pool pool;

    private TestDatabase(String name) {
        this.uri = URI.create(SharedBackends.get().createDatabase(name));
        Migrations.apply(uri);
        this.pool = Database.pool(vertx, new PostgresSettings(uri, 12, false));
        await(new Partitions(pool).ensure());
    }

    static TestDatabase create(String name) {
        return new TestDatabase(name);
    }

    Vertx vertx() {
        return vertx;
    }

    Pool pool() {
        return pool;
    }

    /** A pool of one connection, whose plans and statistics are then those of whoever uses it; to be closed. */
    Pool singleConnection() {
        return Database.pool(vertx, new PostgresSettings(uri, 1, false));
    }

    /** The same for look-ups; to be closed. */
    Pool singleLookups() {
        return Database.lookups(vertx, new PostgresSettings(uri, 1, false), 1);
    }

    /** A number of Postgres's statistics, in which is all that this connection has done, and what others have told already. */
    static long statistic(Pool connection, String query) {
        await(connection.query("select pg_stat_force_next_flush()").execute());
        return await(connection.query(query).execute()).iterator().next().getLong(0);
    }

    URI uri() {
        return uri;
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    RowSet<Row> rows(String sql, Object... values) {
        return await(pool.preparedQuery(sql).execute(Tuple.wrap(values)));
    }

    <T> T value(Class<T> type, String sql, Object... values) {
        return rows(sql, values).iterator().next().get(type, 0);
    }

    <T> T inTransaction(Function<SqlConnection, Future<T>> work) {
        return await(pool.withTransaction(work));
    }

    WebhookStore webhooks() {
        return new WebhookStore(pool, CIPHER, IDS, 10);
    }

    /** An integrator that nobody else uses. */
    String integrator() {
        String id = "integrator-" + UUID.randomUUID();
        await(new IntegratorStore(pool).add(id));
        return id;
    }

    UUID webhook(String integratorId, EventType... events) {
        Creation creation = await(webhooks().create(integratorId, "https://example.com/hook", List.of(events)));
        return ((Creation.Created) creation).webhook().id();
    }

    DomainEvent event(String integratorId, EventType type) {
        return event(integratorId, type, IDS.next());
    }

    DomainEvent event(String integratorId, EventType type, UUID key) {
        DomainEvent event = new DomainEvent(
                key,
                integratorId,
                "evt-" + key,
                type,
                Instant.now(),
                Buffer.buffer("{\"key\":\"" + key + "\"}", UTF_8.name()));
        inTransaction(connection -> EventStore.insert(connection, List.of(event)));
        return event;
    }

    /** As the journal does it: the lanes are locked before anything is added to them. */
    void owe(UUID webhookId, Instant dueAt, List<UUID> eventKeys) {
        inTransaction(connection -> insertOwed(connection, webhookId, dueAt, eventKeys));
    }

    static Future<Void> insertOwed(SqlConnection connection, UUID webhookId, Instant dueAt, List<UUID> eventKeys) {
        return LaneStore.lock(connection, new UUID[] {webhookId})
                .compose(locked -> LaneStore.due(connection, List.of(new LaneStore.Due(webhookId, dueAt))))
                .compose(due -> OwedStore.insert(
                        connection,
                        eventKeys.stream()
                                .map(key -> new OwedStore.Owed(webhookId, key, 1, dueAt, null))
                                .toList()));
    }

    /** Events that are recorded and owed to the webhook, due since an hour. */
    List<UUID> oweEvents(String integratorId, UUID webhookId, int count) {
        List<DomainEvent> events = IntStream.range(0, count)
                .mapToObj(i -> {
                    UUID key = IDS.next();
                    return new DomainEvent(
                            key,
                            integratorId,
                            "evt-" + key,
                            EventType.PAYMENT_CREATED,
                            Instant.now(),
                            Buffer.buffer("{}"));
                })
                .toList();
        inTransaction(connection -> EventStore.insert(connection, events));
        List<UUID> keys = events.stream().map(DomainEvent::key).toList();
        owe(webhookId, Instant.now().minusSeconds(3_600), keys);
        return keys;
    }

    @Override
    public void close() {
        await(pool.close());
        await(vertx.close());
    }
}
