package io.integrator.webhooks.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.integrator.webhooks.settings.ApiSettings;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.LongSupplier;

/**
 * How fast each integrator may ask. A bucket of our own rather than a library's: it is a few lines of arithmetic, and nothing
 * of what the libraries have besides, buckets that threads or processes share, is of use on one event loop.
 */
final class RateLimit {

    /** Bounds the memory. Whoever is forgotten while more than so many ask is taken for somebody who has asked for nothing. */
    private static final long REMEMBERED_CALLERS = 10_000;

    /** No integrator's name is empty. */
    private static final String WITHOUT_INTEGRATOR = "";

    private final Cache<String, TokenBucket> buckets =
            Caffeine.newBuilder().maximumSize(REMEMBERED_CALLERS).build();

    private final int rate;
    private final int burst;
    private final LongSupplier nanoTime;
    private final LoadMetrics metrics;

    RateLimit(ApiSettings grants, LongSupplier nanoTime, LoadMetrics metrics) {
        this.rate = grants.rate();
        this.burst = grants.burst();
        this.nanoTime = nanoTime;
        this.metrics = metrics;
    }

    /**
     * Lets a caller in, and tells it in the answer's head where it stands.
     *
     * @return the caller
     * @throws ProblemException 429, when it asks too fast
     */
    Caller admit(Caller caller, HttpServerResponse response) {
        if (rate == 0) {
            return caller;
        }
        long now = nanoTime.getAsLong();
        TokenBucket bucket = buckets.get(
                caller.integrator().orElse(WITHOUT_INTEGRATOR), unheard -> new TokenBucket(rate, burst, now));
        boolean taken = bucket.take(now);
        response.putHeader("RateLimit-Limit", Integer.toString(burst))
                .putHeader("RateLimit-Remaining", Integer.toString(bucket.remaining()))
                .putHeader("RateLimit-Reset", Long.toString(bucket.secondsToFull()));
        if (!taken) {
            metrics.refusedByRate();
            throw new ProblemException(Problem.tooManyRequests(
                    "An integrator may ask %d times a second, %d times at once".formatted(rate, burst),
                    bucket.secondsToNext()));
        }
        return caller;
    }
}
