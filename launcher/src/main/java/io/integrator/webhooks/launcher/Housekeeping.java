package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.RetentionSettings;
import io.integrator.webhooks.store.DatabaseClock;
import io.integrator.webhooks.store.ExpiredStore;
import io.integrator.webhooks.store.IdempotencyStore;
import io.integrator.webhooks.store.Partitions;
import io.integrator.webhooks.store.SecretStore;
import io.integrator.webhooks.store.Turn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done now and then: day partitions made ahead, what is older than the retention dropped, secrets and keys that have ended
 * removed, by one process at a time; and the process's clock set. Owned by the context that starts it.
 */
final class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final String RETENTION = "webhooks.retention";
    private static final String FORGETTING = "webhooks.forgetting";
    private static final Duration PARTITIONS_EVERY = Duration.ofHours(1);
    private static final Duration SECRETS_EVERY = Duration.ofMinutes(10);
    private static final Duration CLOCK_EVERY = Duration.ofSeconds(30);
    private static final int EXPIRED_AT_ONCE = 1_000;

    /** A tenth of a second of waiting is spread over as much. */
    private static final Duration DROP_AGAIN_AFTER = Duration.ofSeconds(10);

    /** Who has the turn may die with it. */
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMinutes(5);

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final DatabaseClock clock;
    private final Partitions partitions;
    private final Turn turn;
    private final RetentionSettings settings;
    private final List<Long> timers = new ArrayList<>();
    private long again = NO_TIMER;

    Housekeeping(Vertx vertx, DatabaseClock clock, Partitions partitions, Turn turn, RetentionSettings settings) {
        this.vertx = vertx;
        this.clock = clock;
        this.partitions = partitions;
        this.turn = turn;
        this.settings = settings;
    }

    /** Makes the partitions that a start needs, and goes on from there. */
    Future<Void> start() {
        return partitions.ensure().onSuccess(ready -> {
            timers.add(vertx.setPeriodic(CLOCK_EVERY.toMillis(), timer -> logged("The clock", clock.adjust())));
            timers.add(vertx.setPeriodic(0, PARTITIONS_EVERY.toMillis(), timer -> logged("Retention", round())));
            timers.add(vertx.setPeriodic(0, SECRETS_EVERY.toMillis(), timer -> logged("Forgetting", forget())));
        });
    }

    void stop() {
        timers.forEach(vertx::cancelTimer);
        vertx.cancelTimer(again);
    }

    /**
     * Once over: what is too old is first recorded as expired, while its events are still there.
     *
     * @return false when another process is at it, whose turn it is looked for again soon
     */
    Future<Boolean> round() {
        Instant oldest = clock.instant().minus(settings.period());
        return turn.take(RETENTION, connection -> round(connection, oldest)).onSuccess(done -> {
            if (!done) {
                roundAgainAfter(LOOK_AGAIN_AFTER);
            }
        });
    }

    private Future<Void> round(SqlConnection connection, Instant oldest) {
        Partitions days = new Partitions(connection);
        ExpiredStore expired = new ExpiredStore(connection);
        return days.ensure()
                .compose(ensured -> expire(expired, oldest))
                .compose(recorded -> expired.forget(oldest))
                .compose(forgotten -> drop(days, oldest));
    }

    private Future<Void> drop(Partitions days, Instant before) {
        return days.drop(before)
                .onSuccess(done -> {
                    if (done.dropped() > 0) {
                        LOG.atInfo()
                                .addKeyValue("days", done.dropped())
                                .addKeyValue("before", before)
                                .log("Dropped days that are past their retention");
                    }
                    if (!done.complete()) {
                        roundAgainAfter(DROP_AGAIN_AFTER);
                    }
                })
                .mapEmpty();
    }

    private void roundAgainAfter(Duration delay) {
        vertx.cancelTimer(again);
        again = vertx.setTimer(delay.toMillis(), timer -> logged("Retention", round()));
    }

    /**
     * Removes idempotency keys and former secrets that have ended.
     *
     * @return false when another process is at it
     */
    Future<Boolean> forget() {
        return turn.take(FORGETTING, this::forget);
    }

    private Future<Void> forget(SqlClient client) {
        return IdempotencyStore.forgetEnded(client)
                .compose(keys -> SecretStore.forgetFormer(client, clock.instant()))
                .mapEmpty();
    }

    private static Future<Void> expire(ExpiredStore expired, Instant oldest) {
        return expired.expire(oldest, EXPIRED_AT_ONCE)
                .compose(recorded -> recorded < EXPIRED_AT_ONCE ? Future.succeededFuture() : expire(expired, oldest));
    }

    private static void logged(String what, Future<?> work) {
        work.onFailure(failure ->
                LOG.atWarn().addKeyValue("work", what).setCause(failure).log("Work failed and is tried again later"));
    }
}
