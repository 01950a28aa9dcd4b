package io.integrator.webhooks.store;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.AttemptRequested;
import io.integrator.webhooks.bus.FeedState;
import io.integrator.webhooks.bus.RequestSettled;
import io.integrator.webhooks.bus.WebhookChange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the changes that any process commits, and what it asks of others, and publishes them on this process's event bus, one feed a process. While its
 * connection is broken it says so there, with the instant since which changes may have been missed.
 */
public final class ChangeFeed {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final String CHANNEL = "webhook_change";
    private static final String REQUESTS = "attempt_requested";
    private static final String SETTLED_REQUESTS = "request_settled";
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** A process that was killed may have left registrations of this long ago to be made good. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final InstantSource clock;
    private final PgSubscriber subscriber;
    private long heartbeatTimer;
    private Instant lastHeard;
    private boolean live;

    public ChangeFeed(Vertx vertx, PgConnectOptions options, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.subscriber = PgSubscriber.subscriber(vertx, options);
        this.lastHeard = clock.instant().minus(LOOK_BACK);
    }

    /** Listens; completes once changes are heard, and fails when the database can't be reached now. */
    public Future<Void> start() {
        Promise<Void> listening = Promise.promise();
        subscriber.reconnectPolicy(retries -> {
            lost();
            return RECONNECT_DELAY.toMillis();
        });
        subscriber
                .channel(CHANNEL)
                .subscribeHandler(subscribed -> {
                    restored();
                    listening.tryComplete();
                })
                .handler(this::heard);
        // What is missed of these while the connection is broken, those who wait for it find by looking.
        subscriber
                .channel(REQUESTS)
                .handler(payload -> vertx.eventBus().publish(Addresses.ATTEMPT_REQUESTS, new AttemptRequested()));
        subscriber
                .channel(SETTLED_REQUESTS)
                .handler(payload -> vertx.eventBus()
                        .publish(Addresses.SETTLED_REQUESTS, new RequestSettled(UUID.fromString(payload))));
        heartbeatTimer = vertx.setPeriodic(HEARTBEAT.toMillis(), timer -> heartbeat());
        return subscriber.connect().compose(connected -> listening.future());
    }

    /** Stops listening. */
    public Future<Void> stop() {
        vertx.cancelTimer(heartbeatTimer);
        return subscriber.close();
    }

    private void heard(String payload) {
        vertx.eventBus().publish(Addresses.WEBHOOK_CHANGES, WebhookChange.fromJson(new JsonObject(payload)));
    }

    private void lost() {
        if (live) {
            live = false;
            LOG.atWarn()
                    .addKeyValue("since", lastHeard)
                    .log("The feed of webhook changes lost its connection; nothing cached is trusted until it is back");
            vertx.eventBus().publish(Addresses.FEED_STATE, new FeedState(false, lastHeard));
        }
    }

    private void restored() {
        Instant since = lastHeard;
        live = true;
        lastHeard = clock.instant();
        vertx.eventBus().publish(Addresses.FEED_STATE, new FeedState(true, since));
    }

    /** A connection that died without a word shows itself only when it is used. */
    private void heartbeat() {
        if (!live) {
            return;
        }
        Instant asked = clock.instant();
        subscriber
                .actualConnection()
                .query("select 1")
                .execute()
                .timeout(HEARTBEAT.toMillis() - 1, TimeUnit.MILLISECONDS)
                .onSuccess(alive -> lastHeard = asked)
                .onFailure(dead -> {
                    lost();
                    subscriber.actualConnection().close();
                });
    }
}
