package io.integrator.webhooks.bench.caller;

import io.integrator.webhooks.bench.load.EpochMicros;
import io.integrator.webhooks.bench.load.Schedule;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/**
 * Asks when a schedule says so, however long the answers take, and times them from their scheduled times. Waits on a thread
 * of its own, since timers of an event loop are exact to a millisecond; everything else is of one event loop. For one run.
 */
final class Paced {

    private static final int DIGITS = 3;

    private final Promise<JsonObject> done = Promise.promise();
    private final Histogram latencies = new Histogram(DIGITS);
    private final Context context;
    private final Schedule schedule;
    private final LongFunction<Future<Void>> request;
    private long lateness;

    /** @param request of a number, from 0 */
    Paced(Context context, Schedule schedule, LongFunction<Future<Void>> request) {
        this.context = context;
        this.schedule = schedule;
        this.request = request;
    }

    /** Completes when all are answered, with {@code {"p50", "p99", "lateness"}} in microseconds; fails with the first that fails. */
    Future<JsonObject> run(long count) {
        Thread pacer = new Thread(() -> pace(count), "pacer");
        pacer.setDaemon(true);
        pacer.start();
        return done.future();
    }

    private void pace(long count) {
        for (long i = 0; i < count && !done.future().isComplete(); i++) {
            long due = schedule.at(i);
            for (long left = due - EpochMicros.now(); left > 0; left = due - EpochMicros.now()) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(left));
            }
            long number = i;
            context.runOnContext(turn -> ask(number, due, count));
        }
    }

    private void ask(long number, long due, long count) {
        lateness = Math.max(lateness, EpochMicros.now() - due);
        request.apply(number).onFailure(done::tryFail).onSuccess(answer -> {
            // A clock that was set back would make an answer come before its request.
            latencies.recordValue(Math.max(0, EpochMicros.now() - due));
            if (latencies.getTotalCount() == count) {
                done.tryComplete(new JsonObject()
                        .put("p50", latencies.getValueAtPercentile(50))
                        .put("p99", latencies.getValueAtPercentile(99))
                        .put("lateness", lateness));
            }
        });
    }
}
