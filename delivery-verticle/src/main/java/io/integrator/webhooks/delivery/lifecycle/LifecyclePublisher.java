package io.integrator.webhooks.delivery.lifecycle;

import io.integrator.webhooks.store.LifecycleStore;
import io.integrator.webhooks.store.LifecycleStore.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes news of webhooks on to Kafka and forgets it once that is acknowledged. One process at a time has the turn to, so
 * that a webhook's news stays in order. What was sent by a process that died before it could forget is sent again, with the
 * same id. Of one event loop.
 */
final class LifecyclePublisher {

    private static final Logger LOG = LoggerFactory.getLogger(LifecyclePublisher.class);
    private static final int BATCH = 100;

    private final Vertx vertx;
    private final LifecycleStore store;
    private final LifecycleTopic topic;
    private final LifecycleMetrics metrics;
    private final Duration interval;
    private final Duration turn;
    private final Promise<Void> idle = Promise.promise();
    private long timer;
    private boolean looking;
    private boolean wokenAgain;
    private boolean failing;
    private boolean stopped;

    /**
     * @param interval how often to look for what nobody has told this process of
     * @param turn     how long others keep out of a process that may have died; longer than a batch can take
     */
    LifecyclePublisher(
            Vertx vertx,
            LifecycleStore store,
            LifecycleTopic topic,
            LifecycleMetrics metrics,
            Duration interval,
            Duration turn) {
        this.vertx = vertx;
        this.store = store;
        this.topic = topic;
        this.metrics = metrics;
        this.interval = interval;
        this.turn = turn;
    }

    /** Looks at once, and from then on. */
    void start() {
        look();
    }

    /** There is something to pass on. */
    void wake() {
        if (looking) {
            wokenAgain = true;
        } else if (!stopped) {
            vertx.cancelTimer(timer);
            look();
        }
    }

    /** Takes up nothing more; completes when what is under way has ended. */
    Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return looking ? idle.future() : Future.succeededFuture();
    }

    private void look() {
        looking = true;
        wokenAgain = false;
        store.oldest()
                .compose(oldest -> {
                    metrics.waitingSince(oldest.orElse(null));
                    return oldest.isPresent() ? publishInTurn() : Future.succeededFuture(0);
                })
                .onSuccess(published -> recovered())
                .onFailure(this::failed)
                .otherwise(0)
                .onSuccess(this::looked);
    }

    private void looked(int published) {
        looking = false;
        if (stopped) {
            idle.complete();
        } else if (!failing && (wokenAgain || published > 0)) {
            // Until there is nothing left, which the gauge then shows too.
            look();
        } else {
            timer = vertx.setTimer(interval.toMillis(), due -> look());
        }
    }

    private Future<Integer> publishInTurn() {
        UUID token = UUID.randomUUID();
        return store.takeTurn(token, turn).compose(mine -> mine ? publish(token) : Future.succeededFuture(0));
    }

    private Future<Integer> publish(UUID token) {
        List<Long> sent = new ArrayList<>();
        return store.next(BATCH)
                .compose(waiting -> send(waiting, sent))
                .transform(done -> store.endTurn(token, sent)
                        .compose(ended -> done.succeeded()
                                ? Future.succeededFuture(sent.size())
                                : Future.failedFuture(done.cause())));
    }

    /**
     * The first alone: while Kafka is away, one send fails and not a hundred, each after its own wait. Of a webhook, one after
     * the other, so that none is there before one that failed.
     */
    private Future<Void> send(List<Waiting> waiting, List<Long> sent) {
        if (waiting.isEmpty()) {
            return Future.succeededFuture();
        }
        return send(waiting.get(0), sent).compose(first -> {
            Map<UUID, Future<Void>> lasts = new HashMap<>();
            for (Waiting next : waiting.subList(1, waiting.size())) {
                UUID webhookId = next.event().news().webhookId();
                Future<Void> last = lasts.getOrDefault(webhookId, Future.succeededFuture());
                lasts.put(webhookId, last.compose(done -> send(next, sent)));
            }
            return Future.join(List.copyOf(lasts.values())).mapEmpty();
        });
    }

    private Future<Void> send(Waiting waiting, List<Long> sent) {
        return topic.send(waiting.event()).onSuccess(acknowledged -> {
            sent.add(waiting.place());
            metrics.published(waiting.event().news().type());
        });
    }

    private void failed(Throwable cause) {
        if (!failing) {
            failing = true;
            LOG.atWarn().setCause(cause).log("News of webhooks can't be passed on; it is kept until it can");
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.atInfo().log("News of webhooks is passed on again");
        }
    }
}
