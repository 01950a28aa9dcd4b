package io.integrator.webhooks.api;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Bounds the requests that are worked on, so that what can't be served soon is refused at once instead of waiting with everything
 * else for the database. No integrator has all of the places. An answer that lasts, as a stream's does, holds none. Of one
 * event loop.
 */
final class RequestsUnderWay {

    private static final long RETRY_AFTER_SECONDS = 1;

    /** No integrator's name is empty; operators without one share it. */
    private static final String WITHOUT_INTEGRATOR = "";

    private final int most;
    private final int mostOfIntegrator;
    private final LoadMetrics metrics;
    private final Map<String, Integer> byIntegrator = new HashMap<>();
    private int underWay;

    RequestsUnderWay(int most, int mostOfIntegrator, LoadMetrics metrics) {
        this.most = most;
        this.mostOfIntegrator = mostOfIntegrator;
        this.metrics = metrics;
    }

    /** How many are worked on. */
    int count() {
        return underWay;
    }

    /** Has the work done if there is a place for it, and fails with 429 or 503 if not. What anybody may have needs none. */
    <T> Future<T> admit(Caller caller, Supplier<Future<T>> work) {
        if (caller.equals(Caller.ANYBODY)) {
            return work.get();
        }
        String integrator = caller.integrator().orElse(WITHOUT_INTEGRATOR);
        if (byIntegrator.getOrDefault(integrator, 0) >= mostOfIntegrator) {
            metrics.refusedByPlacesOfIntegrator();
            return Future.failedFuture(new ProblemException(Problem.tooManyRequests(
                    "An integrator may have " + mostOfIntegrator + " requests worked on at once",
                    RETRY_AFTER_SECONDS)));
        }
        if (underWay >= most) {
            metrics.refusedByPlaces();
            return Future.failedFuture(new ProblemException(Problem.serviceUnavailable(
                    "The service has as many requests to work on as it takes at once; try again later.",
                    RETRY_AFTER_SECONDS)));
        }
        underWay++;
        byIntegrator.merge(integrator, 1, Integer::sum);
        return Future.succeededFuture(caller).compose(admitted -> work.get()).onComplete(done -> leave(integrator));
    }

    private void leave(String integrator) {
        underWay--;
        byIntegrator.computeIfPresent(integrator, (name, count) -> count == 1 ? null : count - 1);
    }
}
