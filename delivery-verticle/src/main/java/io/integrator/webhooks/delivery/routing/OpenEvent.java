package io.integrator.webhooks.delivery.routing;

import io.integrator.webhooks.delivery.sending.Ticket;
import io.integrator.webhooks.domain.DomainEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An event whose deliveries are on their way and of which nothing is recorded yet. Of one event loop. */
final class OpenEvent {

    private final Promise<Void> recorded = Promise.promise();
    private final DomainEvent event;
    private final Instant openedAt;
    private final List<Ticket> tickets;
    private int outstanding;
    private boolean handedOver;

    OpenEvent(DomainEvent event, Instant openedAt, int deliveries) {
        this.event = event;
        this.openedAt = openedAt;
        this.tickets = new ArrayList<>(deliveries);
        this.outstanding = deliveries;
    }

    DomainEvent event() {
        return event;
    }

    Instant openedAt() {
        return openedAt;
    }

    List<Ticket> tickets() {
        return tickets;
    }

    /** One more delivery has left its lane; whether it was the last. */
    boolean left() {
        outstanding--;
        return outstanding == 0;
    }

    /** Claims the event for its journal entry; false when it has been claimed before. */
    boolean handOver() {
        boolean first = !handedOver;
        handedOver = true;
        return first;
    }

    void recordedWith(Future<Void> durable) {
        durable.onComplete(recorded);
    }

    /** Completes once the event and everything about its deliveries is durable; fails when the database refuses it. */
    Future<Void> recorded() {
        return recorded.future();
    }
}
