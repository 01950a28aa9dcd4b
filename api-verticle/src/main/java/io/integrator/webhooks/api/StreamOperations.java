package io.integrator.webhooks.api;

import io.integrator.webhooks.settings.ApiSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What happens to the integrator's webhooks, as it happens: Server-Sent Events, as the HTML standard has them. */
final class StreamOperations {

    private static final String MEDIA_TYPE = "text/event-stream";
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final long RETRY_AFTER_SECONDS = 10;

    private final Vertx vertx;
    private final ActivityFeed feed;
    private final ApiSettings grants;
    private final InstantSource clock;

    /** @param clock by which tokens expire */
    StreamOperations(Vertx vertx, ActivityFeed feed, ApiSettings grants, InstantSource clock) {
        this.vertx = vertx;
        this.feed = feed;
        this.grants = grants;
        this.clock = clock;
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("streamActivity", this::stream);
    }

    /** {@code streamActivity}. The answer is written in the same turn of the event loop, so nobody takes the place meanwhile. */
    private Future<Answer> stream(Call call) {
        if (feed.listeners(call.caller().integratorId()) >= grants.streamsPerIntegrator()) {
            throw new ProblemException(Problem.tooManyRequests(
                    "An integrator may have " + grants.streamsPerIntegrator() + " streams open at once",
                    RETRY_AFTER_SECONDS));
        }
        if (feed.isStopped() || feed.listeners() >= grants.streams()) {
            throw new ProblemException(Problem.serviceUnavailable(
                    "No more streams can be opened here at present; try again later.", RETRY_AFTER_SECONDS));
        }
        return Future.succeededFuture(context -> open(call, context));
    }

    private void open(Call call, RoutingContext context) {
        HttpServerResponse response = context.response()
                .putHeader("Content-Type", MEDIA_TYPE)
                // Proxies that collect what they pass on would hold events back.
                .putHeader("X-Accel-Buffering", "no");
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        StreamClient client = new StreamClient(
                call.caller().integratorId(), call.optionalText("Last-Event-ID"), context.request(), feed);
        long expiry = vertx.setTimer(remaining(call.caller().until()), timer -> client.end());
        // Not the response's own handlers, of which there is one each: they are the context's, for measures and spans
        // as well.
        context.addEndHandler(over -> {
            vertx.cancelTimer(expiry);
            feed.leave(client);
        });
        response.setChunked(true);
        client.write(StreamEvent.PREAMBLE);
        feed.join(client);
    }

    /** Until the token expires, and no longer than a day, in milliseconds. */
    private long remaining(Instant until) {
        Instant latest = clock.instant().plus(LONGEST);
        Instant end = until.isBefore(latest) ? until : latest;
        return Math.max(1, Duration.between(clock.instant(), end).toMillis());
    }
}
