package io.integrator.webhooks.launcher;

import io.integrator.webhooks.delivery.DeliverySettings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How to stop what a service has started: the last one first, one after the other, and none for longer than its time, so that a part
 * that hangs keeps neither the others from stopping in order nor the process from ending.
 */
final class StopOrder {

    private static final Logger LOG = LoggerFactory.getLogger(StopOrder.class);

    /** The API lets requests end for ten seconds, and closes. */
    private static final Duration API = Duration.ofSeconds(12);

    /** What delivery takes besides what it waits for: to leave the consumer group and to hand over. */
    private static final Duration DELIVERY = Duration.ofSeconds(12);

    private static final Duration OTHER = Duration.ofSeconds(3);

    /** On top of the two settings; the sum of the others, with what closes at the end. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Deque<Step> steps = new ArrayDeque<>();
    private final Duration deliveryLimit;
    private final Duration limit;

    private record Step(Duration limit, Supplier<Future<?>> stop) {}

    StopOrder(ServiceSettings settings) {
        Duration worker = settings.delivery().map(StopOrder::stopTimeout).orElse(Duration.ZERO);
        this.deliveryLimit = worker.plus(DELIVERY);
        this.limit = settings.lifecycle().stopDelay().plus(worker).plus(GRACE);
    }

    private static Duration stopTimeout(DeliverySettings delivery) {
        return delivery.worker().stopTimeout();
    }

    /** How long all of it may take at most, the API's delay included. */
    Duration limit() {
        return limit;
    }

    /** Has something stopped before all that is known now. */
    void first(Supplier<Future<?>> stop) {
        push(OTHER, stop);
    }

    /** The same for delivery, which may take what its setting says. */
    void firstDelivery(Supplier<Future<?>> stop) {
        push(deliveryLimit, stop);
    }

    /** The same for the API. */
    void firstApi(Supplier<Future<?>> stop) {
        push(API, stop);
    }

    /** Has something stopped after all that is known now. */
    synchronized void last(Supplier<Future<?>> stop) {
        steps.addLast(new Step(OTHER, stop));
    }

    /** Completes when a start has ended, however it did: what it is about to start is to be stopped too. */
    Future<Void> whenStarted(Future<Void> started) {
        return within(OTHER, started.transform(ended -> Future.succeededFuture()));
    }

    /** Stops everything; never fails. */
    Future<Void> run() {
        Step next = poll();
        return next == null
                ? Future.succeededFuture()
                : within(next.limit, Future.succeededFuture().compose(begun -> next.stop.get()))
                        .compose(done -> run());
    }

    private synchronized void push(Duration most, Supplier<Future<?>> stop) {
        steps.push(new Step(most, stop));
    }

    private synchronized Step poll() {
        return steps.poll();
    }

    private static Future<Void> within(Duration most, Future<?> part) {
        return part.timeout(most.toMillis(), TimeUnit.MILLISECONDS)
                .<Void>mapEmpty()
                .otherwise(failure -> {
                    LOG.atWarn().setCause(failure).log("A part of the process did not stop in order");
                    return null;
                });
    }
}
