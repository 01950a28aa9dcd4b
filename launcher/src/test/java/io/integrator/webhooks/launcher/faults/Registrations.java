package io.integrator.webhooks.launcher.faults;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.SecretsSettings;
import io.integrator.webhooks.settings.SettingReader;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.Creation;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.DatabaseClock;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.Migrations;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Integrators and webhooks made by the stores that the API uses, in a fresh database and before any worker runs. */
final class Registrations {

    private static final int BACKLOG_RATE = 10;

    private Registrations() {}

    /**
     * Makes the schema, and registers webhooks.
     *
     * @param settings what the workers are told
     * @param webhooks names of webhooks by integrator
     * @param urls     gives a webhook's url by its name
     */
    static void make(
            Vertx vertx,
            Map<String, String> settings,
            Map<String, List<String>> webhooks,
            Function<String, String> urls) {
        PostgresSettings postgres = PostgresSettings.read(new SettingReader(settings));
        SecretsSettings secrets = SecretsSettings.read(new SettingReader(settings));
        Migrations.apply(postgres.uri());
        Pool pool = Database.pool(vertx, postgres);
        DatabaseClock clock = DatabaseClock.start(pool).await();
        IntegratorStore integrators = new IntegratorStore(pool);
        WebhookStore store =
                new WebhookStore(pool, new SecretCipher(secrets.masterKeys()), new TimeOrderedIds(clock), BACKLOG_RATE);
        webhooks.forEach((integrator, names) -> {
            integrators.add(integrator).await();
            for (String name : names) {
                Creation creation = store.create(integrator, urls.apply(name), List.of(EventType.PAYMENT_COMPLETED))
                        .await();
                if (!(creation instanceof Creation.Created)) {
                    throw new IllegalStateException("registering " + name + " came to " + creation);
                }
            }
        });
        pool.close().await();
    }
}
