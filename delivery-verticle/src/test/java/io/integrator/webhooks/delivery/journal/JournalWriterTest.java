package io.integrator.webhooks.delivery.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.delivery.policy.Breaker;
import io.integrator.webhooks.delivery.policy.DisableRule;
import io.integrator.webhooks.delivery.policy.Verdict;
import io.integrator.webhooks.delivery.sending.Passage;
import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Lease;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two workers write that had the same record at once. */
class JournalWriterTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final Bookkeeper bookkeeper = new Bookkeeper();
    private final TimeOrderedIds ids = new TimeOrderedIds(InstantSource.system());
    private final Lease lease = new Lease(UUID.randomUUID(), NOW.plusSeconds(60));
    private Pool pool;
    private Target target;

    @BeforeEach
    void start() {
        URI uri = URI.create(SharedBackends.get().createDatabase("journal" + System.nanoTime()));
        Migrations.apply(uri);
        pool = Database.pool(vertx, new PostgresSettings(uri, 4, false));
        new Partitions(pool).ensure().await();
        new IntegratorStore(pool).add("acme").await();
        WebhookStore webhooks = new WebhookStore(pool, new SecretCipher(Map.of("test", new byte[32])), ids, 10);
        Creation created = webhooks.create("acme", "https://example.com/", List.of(EventType.PAYMENT_CREATED))
                .await();
        UUID id = ((Creation.Created) created).webhook().id();
        target = new Target(
                id, "acme", "https://example.com/", Set.of(EventType.PAYMENT_CREATED), List.of(), 1, false, false, NOW);
    }

    @AfterEach
    void stop() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void aSuccessOfTheSecondWorkerSettlesWhatTheFirstOwes() {
        Delivery firsts = Delivery.first(target, event());
        Delivery seconds = Delivery.first(target, event());
        writer().write(List.of(entry(firsts, bookkeeper.rowsFor(firsts, failed(firsts)))))
                .await();

        writer().write(List.of(entry(seconds, bookkeeper.rowsFor(seconds, succeeded(seconds)))))
                .await();

        assertThat(count("select count(*) from event")).isEqualTo(1);
        assertThat(count("select count(*) from owed")).isZero();
        assertThat(attemptsOf(firsts)).isEqualTo(2);
    }

    @Test
    void aSendUnderALeaseThatEndsAfterItsEventWasFoundToBeARepeatBelongsToTheRecordedEvent() {
        Delivery firsts = Delivery.first(target, event());
        Delivery seconds = Delivery.first(target, event());
        writer().write(List.of(entry(firsts, bookkeeper.rowsFor(firsts, failed(firsts)))))
                .await();
        JournalWriter second = writer();
        second.write(List.of(entry(seconds, List.of(bookkeeper.leased(seconds, lease)))))
                .await();

        Delivery leased = seconds.leased(lease);
        second.write(List.of(JournalEntry.ofOwed(bookkeeper.rowsFor(leased, succeeded(leased)))))
                .await();

        assertThat(count("select count(*) from owed")).isZero();
        assertThat(attemptsOf(firsts)).isEqualTo(2);
    }

    private JournalWriter writer() {
        return new JournalWriter(pool, new DisableRule(20, Duration.ZERO), InstantSource.system());
    }

    private DomainEvent event() {
        return new DomainEvent(ids.next(), "acme", "same", EventType.PAYMENT_CREATED, NOW, Buffer.buffer("{}"));
    }

    private static JournalEntry entry(Delivery delivery, List<JournalRow> rows) {
        return JournalEntry.ofEvent(delivery.event(), rows);
    }

    private Passage failed(Delivery delivery) {
        Verdict verdict = new Verdict(true, Optional.of(NOW.plusSeconds(60)), 2, Optional.empty());
        return passage(delivery, 500, verdict);
    }

    private Passage succeeded(Delivery delivery) {
        return passage(delivery, 200, new Verdict(false, Optional.empty(), 1, Optional.empty()));
    }

    private Passage passage(Delivery delivery, int status, Verdict verdict) {
        Outcome outcome = new Outcome.Answered(status, Optional.empty(), "");
        Attempt attempt = new Attempt(ids.next(), delivery, NOW, Duration.ofMillis(5), outcome);
        return new Passage.Sent(attempt, verdict, Optional.<Breaker>empty());
    }

    private long attemptsOf(Delivery delivery) {
        return count("select count(*) from attempt a join event e on e.key = a.event_key and e.key = '"
                + delivery.event().key() + "'");
    }

    private long count(String sql) {
        return pool.query(sql).execute().await().iterator().next().getLong(0);
    }
}
