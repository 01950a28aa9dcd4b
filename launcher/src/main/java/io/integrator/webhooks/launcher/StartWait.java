package io.integrator.webhooks.launcher;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a start wait for what it needs and what isn't there yet, and says meanwhile what for and why: in the log when it begins, ever more
 * seldom while it lasts, and when it is over; and to readiness. May be called by any thread; what it knows is its own context's.
 */
final class StartWait {

    private static final Logger LOG = LoggerFactory.getLogger(StartWait.class);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(10), 0.3);

    /** A try that has brought nothing for so long is told of before it has failed. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final Duration SAID_AGAIN_AFTER = Duration.ofSeconds(10);
    private static final Duration SAID_AT_LEAST_EVERY = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final Context context;
    private final Optional<Duration> limit;
    private final long began = System.nanoTime();
    private final List<Promise<?>> open = new ArrayList<>();
    private final Map<String, String> reasons = new ConcurrentSkipListMap<>();
    private boolean ended;

    /** @param limit how long all of it may take; empty for as long as it takes */
    StartWait(Vertx vertx, Optional<Duration> limit) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.limit = limit;
    }

    /**
     * Tries until it succeeds.
     *
     * @param part what is needed, for people
     * @param attempt may fail with an {@link Absence}, after which it is tried again
     * @return fails as the attempt does when waiting can't help or has lasted too long, and with {@link StartEndedException} when the
     *     start is given up
     */
    <T> Future<T> until(String part, Supplier<Future<T>> attempt) {
        Promise<T> there = Promise.promise();
        context.runOnContext(begun -> {
            if (ended) {
                there.fail(new StartEndedException());
                return;
            }
            open.add(there);
            there.future().onComplete(done -> open.remove(there));
            new Tries<>(part, attempt, there).next();
        });
        return there.future();
    }

    /** Gives the start up: whatever is waited for is no longer. */
    void end() {
        context.runOnContext(given -> {
            ended = true;
            List.copyOf(open).forEach(promise -> promise.tryFail(new StartEndedException()));
        });
    }

    /** What is waited for and why, for readiness; empty when nothing is. */
    Optional<String> reason() {
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons.values()));
    }

    /** One part's tries, one after the other. */
    private final class Tries<T> {

        private final String part;
        private final Supplier<Future<T>> attempt;
        private final Promise<T> there;
        private final long since = System.nanoTime();
        private Duration saidAgainAt = Duration.ZERO;
        private int failures;

        private Tries(String part, Supplier<Future<T>> attempt, Promise<T> there) {
            this.part = part;
            this.attempt = attempt;
            this.there = there;
        }

        private void next() {
            if (there.future().isComplete()) {
                return;
            }
            long silence = vertx.setTimer(SILENCE.toMillis(), silent -> waits(part + " has not answered yet"));
            Future.succeededFuture()
                    .compose(begun -> attempt.get())
                    .onComplete(tried -> context.runOnContext(back -> {
                        vertx.cancelTimer(silence);
                        if (tried.succeeded()) {
                            isThere(tried.result());
                        } else {
                            failed(tried.cause());
                        }
                    }));
        }

        private void isThere(T result) {
            if (there.tryComplete(result) && reasons.remove(part) != null) {
                LOG.atInfo()
                        .addKeyValue("part", part)
                        .addKeyValue("durationMs", waited().toMillis())
                        .log("What the start waited for is there");
            }
        }

        private void failed(Throwable failure) {
            failures++;
            Duration pause = BACK_OFF.after(failures, RandomGenerator.getDefault());
            if (!Absence.isCauseOf(failure) || isTooLong(pause)) {
                reasons.remove(part);
                there.tryFail(failure);
                return;
            }
            waits(Failures.describe(failure));
            vertx.setTimer(pause.toMillis(), due -> next());
        }

        private boolean isTooLong(Duration pause) {
            Duration until = Duration.ofNanos(System.nanoTime() - began).plus(pause);
            return limit.filter(most -> until.compareTo(most) > 0).isPresent();
        }

        private void waits(String reason) {
            if (there.future().isComplete()) {
                return;
            }
            reasons.put(part, reason);
            Duration waited = waited();
            if (waited.compareTo(saidAgainAt) >= 0) {
                Duration longer = waited.compareTo(SAID_AGAIN_AFTER) < 0 ? SAID_AGAIN_AFTER : waited;
                Duration pause = longer.compareTo(SAID_AT_LEAST_EVERY) < 0 ? longer : SAID_AT_LEAST_EVERY;
                saidAgainAt = waited.plus(pause);
                LOG.atWarn()
                        .addKeyValue("part", part)
                        .addKeyValue("reason", reason)
                        .addKeyValue("durationMs", waited.toMillis())
                        .log("The start waits");
            }
        }

        private Duration waited() {
            return Duration.ofNanos(System.nanoTime() - since);
        }
    }
}
