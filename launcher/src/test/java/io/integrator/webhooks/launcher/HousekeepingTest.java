package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.RetentionSettings;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.DatabaseClock;
import io.integrator.webhooks.store.Migrations;
import io.integrator.webhooks.store.Partitions;
import io.integrator.webhooks.store.Turn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a process removes from a start on, and that one does it at a time. */
class HousekeepingTest {

    private static final String FILL = """
            with acme as (
                insert into integrator (id) values ('acme') returning id
            ), webhooks as (
                insert into webhook (id, integrator_id, url, events, secret, previous_secret, previous_secret_until)
                select gen_random_uuid(), id, 'https://example.com/' || age, '{}', '', 'former', now() - age::interval
                from acme, unnest(array['1 second', '-1 hour']) as age
            )
            insert into idempotency_key (integrator_id, key, request_hash, webhook_id, response, created_at)
            select id, age, '', gen_random_uuid(), '', now() - replace(age, '_', ' ')::interval
            from acme, unnest(array['25_hours', '23_hours']) as age
            """;

    /** A held delivery of an event that is forty days old. */
    private static final String HOLD = """
            with held as (
                select id, uuid_at(now() - interval '40 days') as key from webhook limit 1
            )
            insert into owed (webhook_id, event_key, number, due_at) select id, key, 1, now() from held
            """;

    private static final String IN_A_ROUND = """
            select count(*)::text from pg_stat_activity
            where datname = current_database() and application_name like '% housekeeping' and wait_event_type = 'Lock'
            """;

    private final Vertx vertx = Vertx.vertx();
    private PostgresSettings postgres;
    private Pool pool;
    private Housekeeping housekeeping;

    @BeforeEach
    void start() {
        URI database = URI.create(SharedBackends.get().createDatabase("housekeeping_" + System.nanoTime()));
        Migrations.apply(database);
        postgres = new PostgresSettings(database, 4, false);
        pool = Database.pool(vertx, postgres);
        pool.query(FILL).execute().await();
        housekeeping = housekeeping();
    }

    @AfterEach
    void stop() {
        housekeeping.stop();
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void keysAndFormerSecretsThatHaveEndedAreRemovedAndNoOthers() {
        housekeeping.start().await();

        await().until(() -> texts("select key from idempotency_key").equals("23_hours"));
        await().until(() -> texts("select url from webhook where previous_secret is not null")
                .equals("https://example.com/-1 hour"));
        assertThat(texts("select url from webhook where previous_secret_until is null"))
                .isEqualTo("https://example.com/1 second");
    }

    @Test
    void aRoundIsOfOneProcessAndOthersPassItOver() {
        pool.query(HOLD).execute().await();
        Housekeeping other = housekeeping();
        SqlConnection reader = pool.getConnection().await();
        Transaction reading = reader.begin().await();
        reader.query("lock table expired").execute().await();
        Future<Boolean> first = housekeeping.round();
        await().until(() -> texts(IN_A_ROUND).equals("1"));

        boolean second = other.round().await();

        assertThat(second).isFalse();
        reading.rollback().await();
        reader.close().await();
        assertThat(first.await()).isTrue();
        assertThat(texts("select 'one' from expired")).isEqualTo("one");
        assertThat(texts("select 'one' from owed")).isEmpty();
        assertThat(other.round().await()).as("once the first is done").isTrue();
        other.stop();
    }

    private Housekeeping housekeeping() {
        return new Housekeeping(
                vertx,
                DatabaseClock.start(pool).await(),
                new Partitions(pool),
                new Turn(vertx, postgres),
                new RetentionSettings(Duration.ofDays(30)));
    }

    private String texts(String query) {
        StringBuilder texts = new StringBuilder();
        pool.query(query).execute().await().forEach(row -> texts.append(row.getString(0)));
        return texts.toString();
    }
}
