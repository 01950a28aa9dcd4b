package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.domain.Delivery;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;

/** A delivery in a lane, queued or on the wire. Of the event loop that owns the lane. */
public final class Ticket {

    private final Promise<Passage> passage = Promise.promise();
    private final Delivery delivery;
    private boolean started;

    Ticket(Delivery delivery) {
        this.delivery = delivery;
    }

    public Delivery delivery() {
        return delivery;
    }

    /** How it left its lane; never fails. */
    public Future<Passage> passage() {
        return passage.future();
    }

    /** Whether its request is, or was, on the wire. */
    public boolean isStarted() {
        return started;
    }

    /** Takes it out of the queue; to be called only while it isn't started. */
    public void withdraw(Instant until) {
        passage.tryComplete(new Passage.Parked(until));
    }

    boolean isWithdrawn() {
        return !started && passage.future().isComplete();
    }

    void start() {
        started = true;
    }

    void leave(Passage result) {
        passage.tryComplete(result);
    }
}
