package io.integrator.webhooks.api;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.AttemptsRecorded;
import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.settings.ApiSettings;
import io.integrator.webhooks.store.ActivityStore;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who listen what happens to their webhooks, whichever process made it happen: while there are any it looks at the
 * database every second, and at once when this process's event bus has news of them. Belongs to the event loop that makes it.
 */
final class ActivityFeed {

    private static final Logger LOG = LoggerFactory.getLogger(ActivityFeed.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** However much news there is. */
    private static final Duration LOOK_AT_MOST_EVERY = Duration.ofMillis(200);

    private final Vertx vertx;
    private final ActivityStore store;
    private final InstantSource clock;
    private final ApiSettings grants;
    private final Map<String, ActivityWatch> watches = new HashMap<>();
    private final List<MessageConsumer<?>> news = new ArrayList<>();
    private final List<Long> timers = new ArrayList<>();
    private Instant lookedAt = Instant.MIN;
    private boolean looking;
    private boolean due;
    private boolean failing;
    private boolean stopped;

    /** @param clock the database's */
    ActivityFeed(Vertx vertx, ActivityStore store, InstantSource clock, ApiSettings grants) {
        this.vertx = vertx;
        this.store = store;
        this.clock = clock;
        this.grants = grants;
    }

    /** How many listen to an integrator's webhooks. */
    int listeners(String integratorId) {
        ActivityWatch watch = watches.get(integratorId);
        return watch == null ? 0 : watch.size();
    }

    /** How many listen in all. */
    int listeners() {
        return watches.values().stream().mapToInt(ActivityWatch::size).sum();
    }

    /** Whether it tells anybody anything any more. */
    boolean isStopped() {
        return stopped;
    }

    /** Has a client told what happens from now on, or from its position on, until it leaves. */
    void join(StreamClient client) {
        if (watches.isEmpty()) {
            begin();
        }
        watches.computeIfAbsent(client.integratorId(), unwatched -> new ActivityWatch())
                .join(client);
        lookSoon();
    }

    /** Forgets a client. */
    void leave(StreamClient client) {
        Optional.ofNullable(watches.get(client.integratorId())).ifPresent(watch -> {
            watch.leave(client);
            if (watch.size() == 0) {
                watches.remove(client.integratorId());
            }
        });
        if (watches.isEmpty()) {
            cease();
        }
    }

    /** Ends every stream. */
    void stop() {
        stopped = true;
        List.copyOf(watches.values()).forEach(watch -> watch.clients().forEach(StreamClient::end));
        watches.clear();
        cease();
    }

    /** Nobody listened until now. */
    private void begin() {
        news.add(vertx.eventBus().<AttemptsRecorded>consumer(Addresses.ATTEMPTS, message -> {
            if (message.body().integratorIds().stream().anyMatch(watches::containsKey)) {
                lookSoon();
            }
        }));
        news.add(vertx.eventBus().<WebhookChange>consumer(Addresses.WEBHOOK_CHANGES, message -> {
            if (watches.containsKey(message.body().integratorId())) {
                lookSoon();
            }
        }));
        timers.add(vertx.setPeriodic(LOOK_EVERY.toMillis(), timer -> lookSoon()));
        timers.add(vertx.setPeriodic(
                grants.streamHeartbeat().toMillis(),
                timer -> List.copyOf(watches.values()).forEach(ActivityWatch::beat)));
    }

    /** Nobody listens any more. */
    private void cease() {
        news.forEach(MessageConsumer::unregister);
        news.clear();
        timers.forEach(vertx::cancelTimer);
        timers.clear();
    }

    /** Now, unless there is a look under way or was one a moment ago; then after it. */
    private void lookSoon() {
        if (due) {
            return;
        }
        due = true;
        if (!looking) {
            lookWhenDue();
        }
    }

    private void lookWhenDue() {
        Duration since = lookedAt.equals(Instant.MIN) ? LOOK_EVERY : Duration.between(lookedAt, clock.instant());
        long wait = LOOK_AT_MOST_EVERY.minus(since).toMillis();
        if (wait > 0) {
            vertx.setTimer(Math.min(wait, LOOK_AT_MOST_EVERY.toMillis()), timer -> look());
        } else {
            look();
        }
    }

    private void look() {
        due = false;
        if (watches.isEmpty()) {
            return;
        }
        looking = true;
        lookedAt = clock.instant();
        new ActivityLook(store, grants.sendDeadline(), lookedAt, watches)
                .tell()
                .onSuccess(told -> failing = false)
                .onFailure(this::failed)
                .onComplete(done -> {
                    looking = false;
                    if (due) {
                        lookWhenDue();
                    }
                });
    }

    private void failed(Throwable cause) {
        if (!failing) {
            failing = true;
            LOG.atWarn()
                    .addKeyValue("listeners", listeners())
                    .setCause(cause)
                    .log("What streams tell can't be read now; they go on when it can");
        }
    }
}
