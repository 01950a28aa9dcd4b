package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.domain.Delivery;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;

/** A delivery in a lane, queued or on the wire. Of the event loop that owns the lane. */
public final class Ticket {

    private final Promise<Passage> passage = Promise.promise();
    private final Delivery delivery;
    private final Instant enteredAt;
    private final Runnable onRecorded;
    private boolean started;
    private boolean recorded;

    /** @param onRecorded run once what became of its request is durable */
    Ticket(Delivery delivery, Instant enteredAt, Runnable onRecorded) {
        this.delivery = delivery;
        this.enteredAt = enteredAt;
        this.onRecorded = onRecorded;
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

    /** What became of it is durable. To be called by its owner: until then it counts as what a crash would send again. */
    public void recorded() {
        if (started && !recorded) {
            recorded = true;
            onRecorded.run();
        }
    }

    Instant enteredAt() {
        return enteredAt;
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
