package io.integrator.webhooks.delivery.journal;

import io.integrator.webhooks.delivery.policy.Breaker;
import io.integrator.webhooks.delivery.policy.Verdict;
import io.integrator.webhooks.delivery.sending.Passage;
import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Lease;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.store.AttemptStore;
import io.integrator.webhooks.store.LaneStore;
import io.integrator.webhooks.store.OwedStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Says what is to be written of a delivery that has left its lane. */
public final class Bookkeeper {

    /** The rows for a delivery that left its lane so; none when it was forfeited. */
    public List<JournalRow> rowsFor(Delivery delivery, Passage passage) {
        List<JournalRow> rows = new ArrayList<>(2);
        if (passage instanceof Passage.Sent sent) {
            addSent(rows, delivery, sent);
        } else if (passage instanceof Passage.Parked parked) {
            rows.add(owed(delivery, delivery.number(), parked.until()));
        }
        return rows;
    }

    /**
     * The rows for an attempt that somebody asked for. Of the delivery they change nothing but what a success settles, whoever
     * is at it.
     */
    public List<JournalRow> rowsForRequested(UUID requestId, Passage.Sent sent) {
        Delivery delivery = sent.attempt().delivery();
        UUID webhookId = delivery.target().webhookId();
        List<JournalRow> rows = new ArrayList<>(4);
        rows.add(new JournalRow.Attempted(
                new AttemptStore.Entry(sent.attempt(), sent.verdict().counts(), null)));
        if (sent.attempt().outcome().succeeded()) {
            rows.add(new JournalRow.Settled(
                    new OwedStore.Settled(webhookId, delivery.event().key(), null)));
        }
        addLane(rows, sent);
        rows.add(new JournalRow.Fulfilled(requestId));
        return rows;
    }

    /** The row for a delivery that is on the wire for so long that it is recorded as owed meanwhile. */
    public JournalRow leased(Delivery delivery, Lease lease) {
        return new JournalRow.Owes(new OwedStore.Owed(
                delivery.target().webhookId(),
                delivery.event().key(),
                delivery.number(),
                lease.until(),
                lease.token()));
    }

    /** The row for a delivery that is given back without an outcome. */
    JournalRow returned(Delivery leased, Instant dueAt) {
        return owed(leased, leased.number(), dueAt);
    }

    private void addSent(List<JournalRow> rows, Delivery delivery, Passage.Sent sent) {
        Attempt attempt = sent.attempt();
        Verdict verdict = sent.verdict();
        UUID webhookId = delivery.target().webhookId();
        rows.add(new JournalRow.Attempted(new AttemptStore.Entry(
                attempt, verdict.counts(), verdict.retryAt().orElse(null))));
        verdict.retryAt().ifPresent(retryAt -> rows.add(owed(delivery, verdict.nextNumber(), retryAt)));
        if (verdict.retryAt().isEmpty() && delivery.lease().isPresent()) {
            UUID lease = attempt.outcome().succeeded()
                    ? null
                    : delivery.lease().get().token();
            rows.add(new JournalRow.Settled(
                    new OwedStore.Settled(webhookId, delivery.event().key(), lease)));
        }
        addLane(rows, sent);
    }

    /** What the lane waits for comes after its closing, which would end it. */
    private static void addLane(List<JournalRow> rows, Passage.Sent sent) {
        Target target = sent.attempt().delivery().target();
        sent.breaker().ifPresent(breaker -> rows.add(turned(target, breaker)));
        sent.verdict()
                .waitsUntil()
                .ifPresent(until -> rows.add(
                        new JournalRow.Waits(new LaneStore.Wait(target.webhookId(), until, 0, target.revision()))));
    }

    private static JournalRow turned(Target target, Breaker breaker) {
        return breaker.isOpen()
                ? new JournalRow.Waits(
                        new LaneStore.Wait(target.webhookId(), breaker.probeAt(), breaker.probes(), target.revision()))
                : new JournalRow.Closed(target.webhookId());
    }

    private static JournalRow owed(Delivery delivery, int number, Instant dueAt) {
        UUID token = delivery.lease().map(Lease::token).orElse(null);
        OwedStore.Owed owed = new OwedStore.Owed(
                delivery.target().webhookId(), delivery.event().key(), number, dueAt, token);
        return delivery.lease().isPresent() ? new JournalRow.Rescheduled(owed) : new JournalRow.Owes(owed);
    }
}
