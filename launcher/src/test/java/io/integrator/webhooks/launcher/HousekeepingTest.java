package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.RetentionSettings;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.DatabaseClock;
import io.integrator.webhooks.store.ExpiredStore;
import io.integrator.webhooks.store.IdempotencyStore;
import io.integrator.webhooks.store.Migrations;
import io.integrator.webhooks.store.Partitions;
import io.integrator.webhooks.store.SecretStore;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a process removes from a start on. */
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

    private final Vertx vertx = Vertx.vertx();
    private Pool pool;
    private Housekeeping housekeeping;

    @BeforeEach
    void start() {
        URI database = URI.create(SharedBackends.get().createDatabase("housekeeping"));
        Migrations.apply(database);
        pool = Database.pool(vertx, new PostgresSettings(database, 4, false));
        pool.query(FILL).execute().await();
        housekeeping = new Housekeeping(
                vertx,
                DatabaseClock.start(pool).await(),
                new Partitions(pool),
                new ExpiredStore(pool),
                new IdempotencyStore(pool),
                new SecretStore(pool, new SecretCipher(Map.of("test", new byte[32]))),
                new RetentionSettings(Duration.ofDays(30)));
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

    private String texts(String query) {
        StringBuilder texts = new StringBuilder();
        pool.query(query).execute().await().forEach(row -> texts.append(row.getString(0)));
        return texts.toString();
    }
}
