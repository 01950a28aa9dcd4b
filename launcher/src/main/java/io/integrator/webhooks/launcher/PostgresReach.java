package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.store.DatabaseClock;
import io.integrator.webhooks.store.Migrations;
import io.integrator.webhooks.store.SchemaHistory;
import io.integrator.webhooks.store.SchemaStanding;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether Postgres is there with the schema that this version needs, and brings that up to date if it is to. */
final class PostgresReach {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresReach.class);

    private final Vertx vertx;
    private final Pool pool;
    private final PostgresSettings settings;
    private final SchemaHistory history;

    PostgresReach(Vertx vertx, Pool pool, PostgresSettings settings) {
        this.vertx = vertx;
        this.pool = pool;
        this.settings = settings;
        this.history = new SchemaHistory(pool);
    }

    /** The database's clock once all is in order; fails with a {@link CommandException} that says what isn't. */
    Future<DatabaseClock> look() {
        return history.standing()
                .compose(this::migratedFrom)
                .compose(this::require)
                .compose(ready -> DatabaseClock.start(pool))
                .recover(failure -> Future.failedFuture(
                        Failures.isUnforeseen(failure) ? Failures.postgres(failure, settings) : failure));
    }

    /** Migrates only when there is something to: starts don't stand in line for Flyway's lock then, and are quicker. */
    private Future<SchemaStanding> migratedFrom(SchemaStanding standing) {
        boolean incomplete = standing instanceof SchemaStanding.Behind || standing instanceof SchemaStanding.Unseen;
        if (!incomplete || !settings.migrate()) {
            return Future.succeededFuture(standing);
        }
        return vertx.executeBlocking(() -> Migrations.apply(settings), false)
                .onSuccess(
                        applied -> LOG.atInfo().addKeyValue("applied", applied).log("The schema is up to date"))
                .compose(applied -> history.standing());
    }

    /** What somebody else may bring up to date is waited for; nobody takes back what was taken away. */
    private Future<Void> require(SchemaStanding standing) {
        return standing.fault()
                .map(fault -> "the schema of " + Failures.nameOf(settings) + " can't be used: " + fault)
                .map(message -> standing instanceof SchemaStanding.Beyond
                        ? new CommandException(message)
                        : new SchemaNotReadyException(message))
                .<Future<Void>>map(Future::failedFuture)
                .orElseGet(Future::succeededFuture);
    }
}
