package io.integrator.webhooks.delivery.journal;

import io.integrator.webhooks.delivery.sending.Passage;
import io.integrator.webhooks.delivery.sending.Ticket;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.store.OwedStore;
import io.vertx.core.Future;
import java.util.List;

/**
 * Records what became of deliveries that are owed under a lease. One whose outcome the database refuses would be sent again
 * each time its lease ends: it is set aside and settled instead.
 */
public final class OutcomeRecorder {

    private final Journal journal;
    private final Bookkeeper bookkeeper;
    private final RefusedDeliveries refused;

    public OutcomeRecorder(Journal journal, Bookkeeper bookkeeper, RefusedDeliveries refused) {
        this.journal = journal;
        this.bookkeeper = bookkeeper;
        this.refused = refused;
    }

    /** Records the outcome of a ticket once it has one; the future completes when that is durable, and never fails. */
    public Future<Void> follow(Ticket ticket, Delivery leased) {
        return ticket.passage().compose(passage -> record(leased, passage)).onComplete(durable -> ticket.recorded());
    }

    private Future<Void> settle(Delivery leased) {
        return journal.append(JournalEntry.ofOwed(List.of(new JournalRow.Settled(new OwedStore.Settled(
                leased.target().webhookId(),
                leased.event().key(),
                leased.lease().orElseThrow().token())))));
    }

    private Future<Void> record(Delivery leased, Passage passage) {
        return journal.append(JournalEntry.ofOwed(bookkeeper.rowsFor(leased, passage)))
                .recover(refusal -> refused.take(leased, refusal.getMessage()).compose(taken -> settle(leased)));
    }
}
