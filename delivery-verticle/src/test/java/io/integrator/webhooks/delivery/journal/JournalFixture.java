package io.integrator.webhooks.delivery.journal;

import io.integrator.webhooks.bus.LocalCodec;
import io.integrator.webhooks.delivery.policy.Breaker;
import io.integrator.webhooks.delivery.policy.DisableRule;
import io.integrator.webhooks.delivery.policy.Verdict;
import io.integrator.webhooks.delivery.sending.Passage;
import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.Creation;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.Migrations;
import io.integrator.webhooks.store.Partitions;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A database with webhooks of the integrator {@code acme}, and entries to be journaled there. */
final class JournalFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    final Vertx vertx = Vertx.vertx();
    final Pool pool;
    final Bookkeeper bookkeeper = new Bookkeeper();
    private final TimeOrderedIds ids = new TimeOrderedIds(InstantSource.system());
    private final WebhookStore webhooks;

    JournalFixture() {
        LocalCodec.registerAll(vertx);
        URI uri = URI.create(SharedBackends.get().createDatabase("journal" + System.nanoTime()));
        Migrations.apply(uri);
        pool = Database.pool(vertx, new PostgresSettings(uri, 8, false));
        new Partitions(pool).ensure().await();
        new IntegratorStore(pool).add("acme").await();
        webhooks = new WebhookStore(pool, new SecretCipher(Map.of("test", new byte[32])), ids, 10);
    }

    JournalWriter writer() {
        return new JournalWriter(pool, new DisableRule(20, Duration.ZERO), InstantSource.system());
    }

    Target target() {
        Creation created = webhooks.create("acme", "https://example.com/", List.of(EventType.PAYMENT_CREATED))
                .await();
        UUID id = ((Creation.Created) created).webhook().id();
        return new Target(
                id, "acme", "https://example.com/", Set.of(EventType.PAYMENT_CREATED), List.of(), 1, false, false, NOW);
    }

    DomainEvent event(String id) {
        return new DomainEvent(ids.next(), "acme", id, EventType.PAYMENT_CREATED, NOW, Buffer.buffer("{}"));
    }

    JournalEntry entry(Delivery delivery, Passage passage) {
        return JournalEntry.ofEvent(delivery.event(), bookkeeper.rowsFor(delivery, passage));
    }

    Passage failed(Delivery delivery) {
        Verdict verdict = new Verdict(true, Optional.of(NOW.plusSeconds(60)), 2, Optional.empty());
        return passage(delivery, 500, verdict);
    }

    Passage succeeded(Delivery delivery) {
        return passage(delivery, 200, new Verdict(false, Optional.empty(), 1, Optional.empty()));
    }

    private Passage passage(Delivery delivery, int status, Verdict verdict) {
        Outcome outcome = new Outcome.Answered(status, Optional.empty(), "");
        Attempt attempt = new Attempt(ids.next(), delivery, NOW, Duration.ofMillis(5), outcome);
        return new Passage.Sent(attempt, verdict, Optional.<Breaker>empty());
    }

    void run(String sql) {
        pool.query(sql).execute().await();
    }

    long count(String sql) {
        return pool.query(sql).execute().await().iterator().next().getLong(0);
    }

    @Override
    public void close() {
        pool.close().await();
        vertx.close().await();
    }
}
