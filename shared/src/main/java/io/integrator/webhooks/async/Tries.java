package io.integrator.webhooks.async;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** Does again what has failed, for hours where it must be. */
public final class Tries {

    private Tries() {}

    /**
     * Tries until it succeeds. No try is a future of the one before: all of a long outage's would complete on one stack, which ends at
     * some hundreds.
     *
     * @param one what is tried; one that throws has failed
     * @param pause how long to wait after a failure, at least a millisecond; it may tell of the failure
     */
    public static <T> Future<T> untilDone(
            Vertx vertx, Supplier<Future<T>> one, Function<? super Throwable, Duration> pause) {
        Promise<T> done = Promise.promise();
        tryOnce(vertx, one, pause, done);
        return done.future();
    }

    private static <T> void tryOnce(
            Vertx vertx, Supplier<Future<T>> one, Function<? super Throwable, Duration> pause, Promise<T> done) {
        Future.succeededFuture()
                .compose(begun -> one.get())
                .onSuccess(done::complete)
                .onFailure(failure -> {
                    long millis = Math.max(1, pause.apply(failure).toMillis());
                    vertx.setTimer(millis, due -> tryOnce(vertx, one, pause, done));
                });
    }
}
