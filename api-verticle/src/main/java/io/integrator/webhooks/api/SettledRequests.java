package io.integrator.webhooks.api;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.RequestSettled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Tells those who asked for attempts when the news comes that they have been made. Of one event loop. */
final class SettledRequests {

    private final Vertx vertx;
    private final Map<UUID, Promise<Void>> awaited = new HashMap<>();

    SettledRequests(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Starts to listen. */
    void start() {
        vertx.eventBus().<RequestSettled>consumer(Addresses.SETTLED_REQUESTS, message -> {
            Promise<Void> waiting = awaited.get(message.body().requestId());
            if (waiting != null) {
                waiting.tryComplete();
            }
        });
    }

    /** Listens for news of a request from now on, until it is to be forgotten: it may be settled as soon as it is made. */
    void expect(UUID requestId) {
        awaited.put(requestId, Promise.promise());
    }

    /** Listens for it no longer. */
    void forget(UUID requestId) {
        awaited.remove(requestId);
    }

    /** Completes when an expected request is settled, with true, or after a while, with false. */
    Future<Boolean> settledWithin(UUID requestId, Duration atMost) {
        Promise<Boolean> done = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, atMost.toMillis()), passed -> done.tryComplete(false));
        awaited.get(requestId).future().onSuccess(settled -> done.tryComplete(true));
        return done.future().onComplete(known -> vertx.cancelTimer(timer));
    }
}
