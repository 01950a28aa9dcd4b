package io.integrator.webhooks.delivery.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.delivery.TopicReader;
import io.integrator.webhooks.domain.LifecycleNews;
import io.integrator.webhooks.embedded.Backends;
import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.settings.KafkaConnection;
import io.integrator.webhooks.settings.KafkaSettings;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.LifecycleStore;
import io.integrator.webhooks.store.Migrations;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A database with news that waits, a topic for it, and publishers as processes have them. */
final class LifecycleSite implements AutoCloseable {

    static final Backends BACKENDS = SharedBackends.get();

    private static final Duration INTERVAL = Duration.ofMillis(50);

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final String name = "lifecycle" + System.nanoTime();
    private final URI uri = URI.create(BACKENDS.createDatabase(name));
    private final Deque<Teller> tellers = new ArrayDeque<>();
    private final Vertx vertx = Vertx.vertx();
    final Pool pool;

    LifecycleSite() {
        Migrations.apply(uri);
        BACKENDS.createTopic(name, 3);
        pool = pool(vertx);
    }

    /** A publisher with a Vert.x instance, a pool and a producer of its own. */
    final class Teller {

        private final Vertx ownVertx = Vertx.vertx();
        private final Context context = ownVertx.getOrCreateContext();
        private LifecyclePublisher publisher;
        private LifecycleTopic topic;

        private Teller(UnaryOperator<Pool> database, Duration turn) {
            Pool own = database.apply(pool(ownVertx));
            onContext(() -> {
                topic = new LifecycleTopic(ownVertx, kafka());
                publisher = new LifecyclePublisher(
                        ownVertx,
                        new LifecycleStore(own),
                        topic,
                        new LifecycleMetrics(metrics, InstantSource.system()),
                        INTERVAL,
                        turn);
                publisher.start();
                return Future.succeededFuture();
            });
        }

        private void onContext(Supplier<Future<Void>> work) {
            Promise<Void> done = Promise.promise();
            context.runOnContext(event -> work.get().onComplete(done));
            done.future().await();
        }

        void wake() {
            context.runOnContext(event -> publisher.wake());
        }

        /** As a kill ends it: in the midst of what it does. */
        void die() {
            tellers.remove(this);
            ownVertx.close().await();
        }

        private void stop() {
            onContext(publisher::stop);
            topic.close().await();
            ownVertx.close().await();
        }
    }

    private Pool pool(Vertx of) {
        return Database.pool(of, new PostgresSettings(uri, 4, false));
    }

    private KafkaSettings kafka() {
        return new KafkaSettings(
                KafkaConnection.plain(BACKENDS.bootstrapServers()), List.of(), name, name, Duration.ofSeconds(10));
    }

    Teller startTeller() {
        return startTeller(UnaryOperator.identity(), Duration.ofSeconds(20));
    }

    Teller startTeller(UnaryOperator<Pool> database, Duration turn) {
        Teller teller = new Teller(database, turn);
        tellers.push(teller);
        return teller;
    }

    /** Records that each webhook failed so many times, one after the other; gives the ids of the events in order. */
    List<UUID> tell(List<UUID> webhooks, int times) {
        List<LifecycleNews> news = IntStream.rangeClosed(1, times)
                .boxed()
                .flatMap(count ->
                        webhooks.stream().map(webhook -> LifecycleNews.failing("acme", webhook, count, Instant.EPOCH)))
                .toList();
        return pool.withTransaction(connection -> LifecycleStore.append(connection, news)).await().stream()
                .map(LifecycleEvent::id)
                .toList();
    }

    long waiting() {
        return pool.query("select count(*) from lifecycle_event")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    List<UUID> publishedIds() {
        return published().stream()
                .map(event -> UUID.fromString(event.getString("id")))
                .toList();
    }

    /** What is on the topic; of a webhook in the order in which it came. */
    List<JsonObject> published() {
        return TopicReader.readAll(name).stream()
                .map(record -> new JsonObject(new String(record.value(), UTF_8)))
                .toList();
    }

    @Override
    public void close() {
        while (!tellers.isEmpty()) {
            tellers.pop().stop();
        }
        vertx.close().await();
    }
}
