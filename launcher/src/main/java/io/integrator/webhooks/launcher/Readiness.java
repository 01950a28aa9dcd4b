package io.integrator.webhooks.launcher;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.FeedState;
import io.integrator.webhooks.store.SchemaHistory;
import io.integrator.webhooks.store.SchemaStanding;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.sqlclient.Pool;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether this process can do its work now: not before its start is complete, nor once it stops. */
final class Readiness {

    private final HealthChecks checks;
    private volatile boolean started;
    private volatile boolean feedLive;

    /**
     * What every role needs.
     *
     * @param vertx where the feed tells how it is
     * @param own what the checks run on
     * @param probe nobody else's: a process whose work waits for the database is busy, and no less ready for that
     * @param waiting what the start waits for; empty when it doesn't
     */
    Readiness(Vertx vertx, Vertx own, Pool probe, Supplier<Optional<String>> waiting) {
        this.checks = HealthChecks.create(own);
        vertx.eventBus()
                .<FeedState>localConsumer(
                        Addresses.FEED_STATE,
                        message -> feedLive = message.body().live());
        SchemaHistory history = new SchemaHistory(probe);
        add(HealthCheck.of(
                "started", () -> unless(started, waiting.get().orElse("it isn't complete, or the process stops"))));
        add(HealthCheck.of("feed", () -> unless(feedLive, "changes of webhooks aren't heard of")));
        add(new HealthCheck("postgres", () -> probe.query("select 1").execute().map(rows -> Optional.<String>empty())));
        add(new HealthCheck("schema", () -> history.standing().map(SchemaStanding::fault)));
    }

    /** Has something asked with the rest. */
    void add(HealthCheck check) {
        check.addTo(checks);
    }

    /** The checks, to which verticles add their own. */
    HealthChecks checks() {
        return checks;
    }

    /** Says that the start is complete, or that the process stops. */
    void started(boolean now) {
        this.started = now;
    }

    private static Optional<String> unless(boolean well, String reason) {
        return well ? Optional.empty() : Optional.of(reason);
    }
}
