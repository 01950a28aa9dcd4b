package io.integrator.webhooks.api;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** Lets in so much work at a time, and asks for the rest to be brought again. Belongs to one event loop. */
final class Admission {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final int most;
    private final String detail;
    private int admitted;

    /** @param detail what is said of work that isn't let in */
    Admission(int most, String detail) {
        this.most = most;
        this.detail = detail;
    }

    /** What the work comes to; fails with a {@link ProblemException}, 429, when there is as much already. */
    <T> Future<T> admit(Supplier<Future<T>> work) {
        if (admitted >= most) {
            return Future.failedFuture(new ProblemException(Problem.tooManyRequests(detail, RETRY_AFTER_SECONDS)));
        }
        admitted++;
        return work.get().onComplete(done -> admitted--);
    }
}
