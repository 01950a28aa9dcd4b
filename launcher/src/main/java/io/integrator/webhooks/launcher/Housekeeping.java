package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.RetentionSettings;
import io.integrator.webhooks.store.DatabaseClock;
import io.integrator.webhooks.store.ExpiredStore;
import io.integrator.webhooks.store.IdempotencyStore;
import io.integrator.webhooks.store.Partitions;
import io.integrator.webhooks.store.SecretStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process does now and then: day partitions made ahead, what is older than the retention dropped, secrets and keys that
 * have ended removed, the clock set.
 * Several processes may do it at once. Owned by the context that starts it.
 */
final class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PARTITIONS_EVERY = Duration.ofHours(1);
    private static final Duration SECRETS_EVERY = Duration.ofMinutes(10);
    private static final Duration CLOCK_EVERY = Duration.ofSeconds(30);
    private static final int EXPIRED_AT_ONCE = 1_000;

    /** A tenth of a second of waiting is spread over as much. */
    private static final Duration DROP_AGAIN_AFTER = Duration.ofSeconds(10);

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final DatabaseClock clock;
    private final Partitions partitions;
    private final ExpiredStore expired;
    private final IdempotencyStore keys;
    private final SecretStore secrets;
    private final RetentionSettings settings;
    private final List<Long> timers = new ArrayList<>();
    private long dropTimer = NO_TIMER;

    Housekeeping(
            Vertx vertx,
            DatabaseClock clock,
            Partitions partitions,
            ExpiredStore expired,
            IdempotencyStore keys,
            SecretStore secrets,
            RetentionSettings settings) {
        this.vertx = vertx;
        this.clock = clock;
        this.partitions = partitions;
        this.expired = expired;
        this.keys = keys;
        this.secrets = secrets;
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
        vertx.cancelTimer(dropTimer);
    }

    /** Once over: what is too old is first recorded as expired, while its events are still there. */
    Future<Void> round() {
        Instant oldest = clock.instant().minus(settings.period());
        return partitions
                .ensure()
                .compose(ensured -> expire(oldest))
                .compose(recorded -> expired.forget(oldest))
                .compose(forgotten -> drop(oldest));
    }

    private Future<Void> drop(Instant before) {
        return partitions
                .drop(before)
                .onSuccess(done -> {
                    if (done.dropped() > 0) {
                        LOG.atInfo()
                                .addKeyValue("days", done.dropped())
                                .addKeyValue("before", before)
                                .log("Dropped days that are past their retention");
                    }
                    vertx.cancelTimer(dropTimer);
                    if (!done.complete()) {
                        dropTimer = vertx.setTimer(
                                DROP_AGAIN_AFTER.toMillis(), timer -> logged("Dropping days", drop(before)));
                    }
                })
                .mapEmpty();
    }

    /** Removes idempotency keys and former secrets that have ended. */
    Future<Void> forget() {
        return Future.join(keys.forgetEnded(), secrets.forgetFormer(clock.instant()))
                .mapEmpty();
    }

    private Future<Void> expire(Instant oldest) {
        return expired.expire(oldest, EXPIRED_AT_ONCE)
                .compose(recorded -> recorded < EXPIRED_AT_ONCE ? Future.succeededFuture() : expire(oldest));
    }

    private static void logged(String what, Future<Void> work) {
        work.onFailure(failure ->
                LOG.atWarn().addKeyValue("work", what).setCause(failure).log("Work failed and is tried again later"));
    }
}
