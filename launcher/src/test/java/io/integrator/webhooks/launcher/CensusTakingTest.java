package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.store.CensusStore;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.Migrations;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which process tells of the whole system, and when none does. */
class CensusTakingTest {

    private static final Duration EVERY = Duration.ofMillis(20);

    private final Vertx vertx = Vertx.vertx();
    private PostgresSettings settings;
    private Pool owner;

    /** A process. */
    private final class Taker {

        private final MeterRegistry registry = new SimpleMeterRegistry();
        private final Pool pool = Database.census(vertx, settings);
        private final CensusTaking taking = new CensusTaking(
                vertx, new CensusStore(pool, InstantSource.system()), new CensusMetrics(registry), EVERY, 1);

        private Taker start() {
            taking.start();
            return this;
        }

        private Collection<Gauge> gauges() {
            return registry.find("webhooks.owed").gauges();
        }

        private void stop() {
            taking.stop();
            pool.close().await();
        }
    }

    @BeforeEach
    void createDatabase() {
        URI database = URI.create(SharedBackends.get().createDatabase("census_taking"));
        Migrations.apply(database);
        settings = new PostgresSettings(database, 2, false);
        owner = Database.pool(vertx, settings);
    }

    @AfterEach
    void close() {
        owner.close().await();
        vertx.close().await();
    }

    @Test
    void oneProcessTellsAndWhenItStopsAnother() {
        Taker first = new Taker().start();
        await().until(() -> !first.gauges().isEmpty());
        Taker second = new Taker().start();

        await().until(this::somebodyWasRefusedTheTurn);
        boolean bothTold = !second.gauges().isEmpty();
        first.stop();
        await().until(() -> !second.gauges().isEmpty());

        assertThat(bothTold).isFalse();
        assertThat(first.gauges()).isEmpty();
        second.stop();
    }

    /** It does nothing after that. */
    private boolean somebodyWasRefusedTheTurn() {
        return owner.query("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and state = 'idle' and query like '%pg_try_advisory_lock%'
                        """).execute().await().iterator().next().getLong(0) > 0;
    }

    @Test
    void whatCanNotBeCountedIsNotShown() {
        Taker taker = new Taker().start();
        await().until(() -> !taker.gauges().isEmpty());

        owner.query("alter table owed rename to elsewhere").execute().await();
        await().until(() -> taker.gauges().isEmpty());
        double failures =
                taker.registry.get("webhooks.census.failures").counter().count();
        owner.query("alter table elsewhere rename to owed").execute().await();

        await().until(() -> !taker.gauges().isEmpty());
        assertThat(failures).isPositive();
        taker.stop();
    }
}
