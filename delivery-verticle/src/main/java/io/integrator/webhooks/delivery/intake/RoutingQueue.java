package io.integrator.webhooks.delivery.intake;

import io.integrator.webhooks.async.Tries;
import io.integrator.webhooks.delivery.routing.Router;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that were taken and wait to be routed: one batch after the other, in the order of their records; what comes
 * meanwhile makes up the next. Of one event loop.
 */
final class RoutingQueue {

    private static final Logger LOG = LoggerFactory.getLogger(RoutingQueue.class);
    private static final Duration RETRY = Duration.ofMillis(500);

    /**
     * Records that are routed at once: the event loop does nothing else meanwhile. No more is taken while as many wait: a worker whose
     * partitions have gone unheard would read on to what others are sending.
     */
    private static final int BATCH = 200;

    private final Deque<Taken> waiting = new ArrayDeque<>();
    private final Vertx vertx;
    private final Router router;
    private final DeadLetters deadLetters;
    private final Predicate<TopicPartition> assigned;
    private final InstantSource clock;
    private Promise<Void> batchRouted = Promise.promise();
    private boolean routing;
    private String fault = "";

    /** @param assigned whether this worker still has a partition */
    RoutingQueue(
            Vertx vertx,
            Router router,
            DeadLetters deadLetters,
            Predicate<TopicPartition> assigned,
            InstantSource clock) {
        this.vertx = vertx;
        this.router = router;
        this.deadLetters = deadLetters;
        this.assigned = assigned;
        this.clock = clock;
    }

    /** To be routed by the next {@link #route()}, or when the batch before it is done. */
    void add(Taken taken) {
        waiting.add(taken);
    }

    /** Whether no more is to be taken. */
    boolean isFull() {
        return waiting.size() >= BATCH;
    }

    /** Completes when it isn't full, when the batch that is being routed is done, or after a time. */
    Future<Void> roomWithin(Duration atMost) {
        if (!isFull()) {
            return Future.succeededFuture();
        }
        Promise<Void> room = Promise.promise();
        batchRouted = room;
        // By a timer of this event loop: a future's own timeout would have the poll go on elsewhere.
        long timer = vertx.setTimer(atMost.toMillis(), late -> room.tryComplete());
        return room.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** Why nothing can be routed at present; empty when all is well. */
    Optional<String> fault() {
        return fault.isEmpty() ? Optional.empty() : Optional.of(fault);
    }

    /** Routes what waits, unless a batch is being routed, after which it does. */
    void route() {
        List<Taken> batch = routing ? List.of() : nextBatch();
        if (!batch.isEmpty()) {
            routing = true;
            route(batch);
        }
    }

    /** Without what is of partitions that have gone: whoever has them reads it again. */
    private List<Taken> nextBatch() {
        List<Taken> batch = new ArrayList<>();
        while (batch.size() < BATCH && !waiting.isEmpty()) {
            Taken next = waiting.remove();
            if (assigned.test(next.partition())) {
                batch.add(next);
            } else {
                next.settle().run();
            }
        }
        return batch;
    }

    /** Again and again while the database can't be asked. */
    private void route(List<Taken> batch) {
        Tries.untilDone(
                        vertx,
                        () -> {
                            Instant now = clock.instant();
                            return router.route(batch.stream()
                                    .map(taken -> published(taken, now))
                                    .toList());
                        },
                        failure -> {
                            if (fault.isEmpty()) {
                                LOG.atWarn().setCause(failure).log("Events can't be routed at present; they are kept");
                            }
                            fault = "events can't be routed: " + failure.getMessage();
                            return RETRY;
                        })
                .onSuccess(settled -> {
                    fault = "";
                    routing = false;
                    follow(batch, settled);
                    batchRouted.tryComplete();
                    route();
                });
    }

    private void follow(List<Taken> batch, List<Future<Void>> settled) {
        for (int i = 0; i < batch.size(); i++) {
            Taken taken = batch.get(i);
            settled.get(i)
                    .recover(refused -> deadLetters.refuse(taken.record(), refused.getMessage()))
                    .onSuccess(done -> taken.settle().run());
        }
    }

    /** A record that is read again long after, for the group's offsets were lost, holds an event of its own time. */
    private static Router.Published published(Taken taken, Instant now) {
        Instant appended = Instant.ofEpochMilli(Math.max(0, taken.record().timestamp()));
        return new Router.Published(taken.event(), appended.isBefore(now) ? appended : now);
    }
}
