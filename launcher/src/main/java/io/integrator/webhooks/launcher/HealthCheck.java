package io.integrator.webhooks.launcher;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One question to which the answer is why not, or nothing.
 *
 * @param name what is asked about
 * @param fault why it doesn't work; empty when it does, and a failure is a reason, too
 */
record HealthCheck(String name, Supplier<Future<Optional<String>>> fault) {

    /** How long an answer is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int LONGEST_REASON = 300;

    /** One that needn't be waited for. */
    static HealthCheck of(String name, Supplier<Optional<String>> fault) {
        return new HealthCheck(name, () -> Future.succeededFuture(fault.get()));
    }

    /** Has it asked with the others. */
    void addTo(HealthChecks checks) {
        checks.register(
                name,
                PATIENCE.plusSeconds(1).toMillis(),
                promise -> fault.get()
                        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .otherwise(failure -> Optional.of(reasonOf(failure)))
                        .onSuccess(reason -> promise.tryComplete(statusOf(reason))));
    }

    private static String reasonOf(Throwable failure) {
        return failure instanceof TimeoutException
                ? "no answer within " + PATIENCE.toSeconds() + " s"
                : Failures.rootMessage(failure);
    }

    private static Status statusOf(Optional<String> reason) {
        return reason.map(text -> text.substring(0, Math.min(text.length(), LONGEST_REASON)))
                .map(text -> Status.KO(new JsonObject().put("reason", text)))
                .orElseGet(Status::OK);
    }
}
