package io.integrator.webhooks.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.LongFunction;

/** Asks as many times as it is told to, so often at once, the next when one is answered. Of one event loop; for one run. */
public final class Bounded {

    private final Promise<Void> done = Promise.promise();
    private final LongFunction<Future<Void>> request;
    private long started;
    private long answered;

    /** @param request of a number, from 0 */
    public Bounded(LongFunction<Future<Void>> request) {
        this.request = request;
    }

    /** Completes when all are answered; fails with the first that fails. */
    public Future<Void> run(int atOnce, long count) {
        for (int i = 0; i < atOnce; i++) {
            next(count);
        }
        return done.future();
    }

    private void next(long count) {
        if (started == count || done.future().isComplete()) {
            return;
        }
        request.apply(started++).onFailure(done::tryFail).onSuccess(answer -> {
            answered++;
            if (answered == count) {
                done.tryComplete();
            }
            next(count);
        });
    }
}
