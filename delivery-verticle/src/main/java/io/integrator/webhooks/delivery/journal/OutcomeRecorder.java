package io.integrator.webhooks.delivery.journal;

import io.integrator.webhooks.delivery.sending.Passage;
import io.integrator.webhooks.delivery.sending.Ticket;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.store.OwedStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records what became of deliveries that are owed under a lease. One whose outcome the database refuses would be sent again
 * each time its lease ends: it is set aside and settled instead. Of one event loop.
 */
public final class OutcomeRecorder {

    private final Journal journal;
    private final Bookkeeper bookkeeper;
    private final RefusedDeliveries refused;
    private final Map<Ticket, Delivery> followed = new HashMap<>();

    public OutcomeRecorder(Journal journal, Bookkeeper bookkeeper, RefusedDeliveries refused) {
        this.journal = journal;
        this.bookkeeper = bookkeeper;
        this.refused = refused;
    }

    /** Records the outcome of a ticket once it has one; the future completes when that is durable, and never fails. */
    public Future<Void> follow(Ticket ticket, Delivery leased) {
        followed.put(ticket, leased);
        return ticket.passage()
                .compose(
                        passage -> followed.remove(ticket, leased) ? record(leased, passage) : Future.succeededFuture())
                .onComplete(durable -> ticket.recorded());
    }

    /**
     * Gives back what is followed and has no outcome: it is due now, for whoever claims it next, instead of when its lease ends. What
     * becomes of it here isn't recorded any more.
     *
     * @return how many, once that is durable
     */
    public Future<Integer> giveBack(Instant now) {
        Map<Ticket, Delivery> left = Map.copyOf(followed);
        followed.clear();
        List<JournalRow> rows = left.values().stream()
                .map(leased -> bookkeeper.returned(leased, now))
                .toList();
        left.keySet().stream().filter(ticket -> !ticket.isStarted()).forEach(ticket -> ticket.withdraw(now));
        return journal.append(JournalEntry.ofOwed(rows)).map(rows.size());
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
