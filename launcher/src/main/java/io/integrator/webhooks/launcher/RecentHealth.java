package io.integrator.webhooks.launcher;

import io.vertx.core.Future;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import java.time.Duration;

/** What checks came to, for a second: however many ask, each part is asked once. Of one event loop. */
final class RecentHealth {

    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final HealthChecks checks;
    private Future<CheckResult> result = Future.failedFuture("not asked yet");
    private long answeredAt;
    private volatile boolean outdated;

    RecentHealth(HealthChecks checks) {
        this.checks = checks;
    }

    /** The result that is under way or recent, else a new one. */
    Future<CheckResult> result() {
        boolean recent = !outdated && result.succeeded() && System.nanoTime() - answeredAt < GOOD_FOR.toNanos();
        if (result.isComplete() && !recent) {
            outdated = false;
            result = checks.checkStatus().onComplete(done -> answeredAt = System.nanoTime());
        }
        return result;
    }

    /** Has whoever asks next hear of what is, and not of a second ago. For any thread. */
    void forget() {
        outdated = true;
    }
}
