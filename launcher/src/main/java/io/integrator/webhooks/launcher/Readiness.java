package io.integrator.webhooks.launcher;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.FeedState;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.sqlclient.Pool;
import java.time.Duration;

/** Whether this process can do its work now: not before its start is complete, nor once it stops. */
final class Readiness {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HealthChecks checks;
    private volatile boolean started;
    private volatile boolean feedLive;

    /** @param probe nobody else's: a process whose work waits for the database is busy, and no less ready for that */
    Readiness(Vertx vertx, Pool probe) {
        this.checks = HealthChecks.create(vertx);
        vertx.eventBus()
                .<FeedState>localConsumer(
                        Addresses.FEED_STATE,
                        message -> feedLive = message.body().live());
        checks.register("started", promise -> promise.complete(status(started)));
        checks.register("feed", promise -> promise.complete(status(feedLive)));
        checks.register(
                "postgres",
                PATIENCE.toMillis(),
                promise -> probe.query("select 1")
                        .execute()
                        .onSuccess(rows -> promise.tryComplete(Status.OK()))
                        .onFailure(failure -> promise.tryComplete(
                                Status.KO(new JsonObject().put("cause", Failures.rootMessage(failure))))));
    }

    /** The checks, to which verticles add their own. */
    HealthChecks checks() {
        return checks;
    }

    /** Says that the start is complete, or that the process stops. */
    void started(boolean now) {
        this.started = now;
    }

    private static Status status(boolean ok) {
        return ok ? Status.OK() : Status.KO();
    }
}
