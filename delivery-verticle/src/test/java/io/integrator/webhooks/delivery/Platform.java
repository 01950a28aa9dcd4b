package io.integrator.webhooks.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.bus.LocalCodec;
import io.integrator.webhooks.delivery.lifecycle.LifecycleVerticle;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Webhook;
import io.integrator.webhooks.embedded.Backends;
import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.settings.KafkaSettings;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.SettingReader;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.ChangeFeed;
import io.integrator.webhooks.store.Creation;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.DatabaseClock;
import io.integrator.webhooks.store.EventStore;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.LaneStore;
import io.integrator.webhooks.store.Migrations;
import io.integrator.webhooks.store.OwedStore;
import io.integrator.webhooks.store.Partitions;
import io.integrator.webhooks.store.SecretStore;
import io.integrator.webhooks.store.ServiceRole;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.store.WebhookPatch;
import io.integrator.webhooks.store.WebhookStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A platform of its own for a test: a database, a topic and a consumer group on the shared Postgres and Kafka, and the
 * workers that the test starts there.
 */
final class Platform implements AutoCloseable {

    static final Backends BACKENDS = SharedBackends.get();

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name =
            "test" + COUNT.incrementAndGet() + "x" + ProcessHandle.current().pid();
    private final Deque<Runnable> toClose = new ArrayDeque<>();
    private final Map<String, String> settings = new HashMap<>();
    private final SecretCipher cipher = new SecretCipher(Map.of("test", new byte[32]));
    final EventTopic events;
    final Vertx vertx = Vertx.vertx();
    final Pool pool;
    final WebhookStore webhooks;
    final SecretStore secrets;
    final IntegratorStore integrators;
    private final DatabaseClock clock;
    private final TimeOrderedIds ids;

    /** A worker that a test started: a Vert.x instance with a feed and a delivery verticle of its own, as a process has. */
    final class Worker {

        final Vertx vertx = Vertx.vertx();
        final HealthChecks readiness = HealthChecks.create(vertx);
        final MeterRegistry metrics = new SimpleMeterRegistry();
        private ChangeFeed feed;
        private Pool pool;
        private Pool lookups;
        private String deployment;
        private Optional<String> lifecycleDeployment = Optional.empty();
        private boolean stopped;

        private void start(Map<String, String> values, UnaryOperator<Pool> database) {
            LocalCodec.registerAll(vertx);
            PostgresSettings postgres = PostgresSettings.read(new SettingReader(values));
            pool = database.apply(Database.pool(vertx, postgres));
            lookups = database.apply(Database.lookups(vertx, postgres, 1));
            DatabaseClock workersClock = DatabaseClock.start(pool).await();
            DeliverySettings delivery = DeliverySettings.read(new SettingReader(values));
            deployment = vertx.deployVerticle(
                            () -> new DeliveryVerticle(
                                    delivery,
                                    new DeliveryVerticle.Resources(
                                            pool,
                                            lookups,
                                            workersClock,
                                            new TimeOrderedIds(workersClock),
                                            cipher,
                                            metrics,
                                            readiness,
                                            Optional.empty()),
                                    0),
                            new DeploymentOptions())
                    .await();
            feed = new ChangeFeed(vertx, Database.connectOptions(postgres.uri()), workersClock);
            feed.start().await();
        }

        /** Has it tell what happens to webhooks as well. */
        Worker thatTellsTheLifecycle() {
            LifecycleVerticle lifecycle = new LifecycleVerticle(
                    KafkaSettings.read(new SettingReader(settings)), pool, InstantSource.system(), metrics);
            lifecycleDeployment = Optional.of(vertx.deployVerticle(lifecycle).await());
            return this;
        }

        boolean isReady(String check) {
            return readiness.checkStatus(check).await().getUp();
        }

        void stop() {
            if (!stopped) {
                stopped = true;
                vertx.undeploy(deployment).await();
                lifecycleDeployment.ifPresent(id -> vertx.undeploy(id).await());
                Future.join(feed.stop(), pool.close(), lookups.close()).await();
                vertx.close().await();
            }
        }
    }

    Platform() {
        String uri = BACKENDS.createDatabase(name);
        Migrations.apply(URI.create(uri));
        events = new EventTopic(name);
        toClose.push(events::close);
        settings.put("WEBHOOKS_POSTGRES_URI", uri);
        settings.put("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", BACKENDS.bootstrapServers());
        settings.put("WEBHOOKS_KAFKA_TOPICS", name);
        settings.put("WEBHOOKS_KAFKA_LIFECYCLE_TOPIC", lifecycleTopic());
        settings.put("WEBHOOKS_KAFKA_GROUP", name);
        settings.put("WEBHOOKS_KAFKA_SESSION_TIMEOUT", "6s");
        settings.put("WEBHOOKS_EGRESS_ALLOW", "127.0.0.0/8");
        settings.put("WEBHOOKS_EGRESS_ALLOW_HTTP", "true");
        settings.put("WEBHOOKS_RETRY_SCHEDULE", "50ms,100ms,100ms,100ms,100ms,100ms,100ms,100ms,100ms");
        settings.put("WEBHOOKS_RETRY_OVERLOAD_MINIMUM", "0");
        settings.put("WEBHOOKS_RETRY_POLL_INTERVAL", "20ms");
        settings.put("WEBHOOKS_WORKER_COMMIT_INTERVAL", "100ms");
        settings.put("WEBHOOKS_WORKER_STOP_TIMEOUT", "2s");
        pool = Database.pool(vertx, PostgresSettings.read(new SettingReader(settings)));
        toClose.push(() -> vertx.close().await());
        settings.put("WEBHOOKS_POSTGRES_URI", asServiceRole(uri));
        new Partitions(pool).ensure().await();
        clock = DatabaseClock.start(pool).await();
        ids = new TimeOrderedIds(clock);
        webhooks = new WebhookStore(pool, cipher, ids, 1_000);
        secrets = new SecretStore(pool, cipher);
        integrators = new IntegratorStore(pool);
        integrators.add("acme").await();
    }

    /** Workers get along with what a role that owns nothing is granted. */
    private String asServiceRole(String uri) {
        try {
            String asRole = BACKENDS.createRole(name, uri);
            ServiceRole.grantTo(new PostgresSettings(URI.create(uri), 1, true), name);
            return asRole;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Platform with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    Worker startWorker() {
        return startWorker(UnaryOperator.identity());
    }

    /** Starts one to which the database looks as a test wants it to. */
    Worker startWorker(UnaryOperator<Pool> database) {
        Worker worker = new Worker();
        worker.start(settings, database);
        toClose.push(worker::stop);
        return worker;
    }

    TestSubscriber startSubscriber() {
        TestSubscriber subscriber = TestSubscriber.start(vertx);
        toClose.push(subscriber::close);
        return subscriber;
    }

    UUID register(String integrator, String url, EventType... events) {
        Creation creation = webhooks.create(integrator, url, List.of(events)).await();
        return ((Creation.Created) creation).webhook().id();
    }

    Webhook webhook(UUID id) {
        return webhooks.find("acme", id).await().orElseThrow();
    }

    void enable(UUID id) {
        webhooks.change("acme", id, new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(false)))
                .await();
    }

    /** Publishes an event of {@code acme}; gives its id. */
    String publish(EventType type) {
        return publish("acme", UUID.randomUUID().toString(), type);
    }

    String publish(String integrator, String id, EventType type) {
        publishRaw(record(integrator, id, type));
        return id;
    }

    /** Publishes an event of {@code acme} to a partition; gives its id. */
    String publish(int partition, EventType type) {
        String id = UUID.randomUUID().toString();
        publishRaw(partition, record("acme", id, type));
        return id;
    }

    /** The value of a record that holds an event. */
    static String record(String integrator, String id, EventType type) {
        return """
                {"specversion":"1.0","id":"%s","type":"%s","source":"test","time":"2026-11-23T10:00:00Z",\
                "integratorid":"%s","data":{"amount":12.50,"b":1e3,"a":1.0}}""".formatted(id, type.wireName(), integrator);
    }

    void publishRaw(String value) {
        events.send(new ProducerRecord<>(name, value.getBytes(UTF_8)));
    }

    /** @param value null for a record without one */
    void publishRaw(int partition, String value) {
        events.send(new ProducerRecord<>(name, partition, null, value == null ? null : value.getBytes(UTF_8)));
    }

    /** Records events that are owed to a webhook of {@code acme}, due now; gives their ids. */
    List<String> owe(UUID webhook, int count) {
        Instant now = clock.instant();
        List<DomainEvent> owed = IntStream.range(0, count)
                .mapToObj(i -> new DomainEvent(
                        ids.next(), "acme", "owed-" + i, EventType.PAYMENT_COMPLETED, now, Buffer.buffer("{}")))
                .toList();
        pool.withTransaction(connection -> EventStore.insert(connection, owed)
                        .compose(inserted -> LaneStore.lock(connection, new UUID[] {webhook}))
                        .compose(locked -> LaneStore.due(connection, List.of(new LaneStore.Due(webhook, now))))
                        .compose(due -> OwedStore.insert(
                                connection,
                                owed.stream()
                                        .map(event -> new OwedStore.Owed(webhook, event.key(), 1, now, null))
                                        .toList())))
                .await();
        return owed.stream().map(DomainEvent::id).toList();
    }

    String topic() {
        return name;
    }

    String lifecycleTopic() {
        return name + ".lifecycle";
    }

    long count(String sql, Object... values) {
        return pool.preparedQuery(sql)
                .execute(Tuple.from(values))
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    /** How many records the group has committed, over all partitions. */
    long committed() {
        return events.committed().values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        while (!toClose.isEmpty()) {
            toClose.pop().run();
        }
    }
}
