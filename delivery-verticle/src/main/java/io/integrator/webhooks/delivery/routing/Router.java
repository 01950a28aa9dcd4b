package io.integrator.webhooks.delivery.routing;

import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.delivery.journal.Bookkeeper;
import io.integrator.webhooks.delivery.journal.Journal;
import io.integrator.webhooks.delivery.journal.JournalEntry;
import io.integrator.webhooks.delivery.journal.JournalRow;
import io.integrator.webhooks.delivery.journal.OutcomeRecorder;
import io.integrator.webhooks.delivery.sending.Lanes;
import io.integrator.webhooks.delivery.sending.Passage;
import io.integrator.webhooks.delivery.sending.Ticket;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.Lease;
import io.integrator.webhooks.domain.SentType;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.store.EventStore;
import io.integrator.webhooks.store.EventStore.Identity;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Turns events into deliveries and follows them until everything about an event can be recorded at once: the outcome of
 * each delivery, or that it is owed. What takes longer than a moment is recorded as owed under this worker's lease. Of one
 * event loop.
 */
public final class Router {

    /** In the order in which they were opened. */
    private final Map<Identity, OpenEvent> open = new LinkedHashMap<>();

    private final EventStore events;
    private final Targets targets;
    private final Lanes lanes;
    private final Bookkeeper bookkeeper;
    private final Journal journal;
    private final OutcomeRecorder recorder;
    private final InstantSource clock;
    private final Duration leaseAfter;
    private final Duration lease;
    private final DeliveryMetrics metrics;

    /**
     * An event, and when it was published: by the clock of its record, but not later than now.
     */
    public record Published(DomainEvent event, Instant at) {}

    /**
     * @param leaseAfter how long an event's deliveries may be on their way before it is recorded without their outcomes
     * @param lease      how long this worker then keeps them to itself
     */
    public Router(
            EventStore events,
            Targets targets,
            Lanes lanes,
            Bookkeeper bookkeeper,
            Journal journal,
            OutcomeRecorder recorder,
            InstantSource clock,
            Duration leaseAfter,
            Duration lease,
            DeliveryMetrics metrics) {
        this.events = events;
        this.targets = targets;
        this.lanes = lanes;
        this.bookkeeper = bookkeeper;
        this.journal = journal;
        this.recorder = recorder;
        this.clock = clock;
        this.leaseAfter = leaseAfter;
        this.lease = lease;
        this.metrics = metrics;
    }

    /**
     * Routes events and offers their deliveries to the lanes.
     *
     * @return for each event, in order, a future that completes once it is settled: durable, or nothing to be done about;
     *     it fails when the database refuses the event. The outer future fails when the database can't be asked, and then
     *     nothing has been done.
     */
    public Future<List<Future<Void>>> route(List<Published> batch) {
        List<DomainEvent> arrived = batch.stream().map(Published::event).toList();
        List<Identity> identities = arrived.stream().map(Router::identity).toList();
        Set<String> integrators =
                Set.copyOf(arrived.stream().map(DomainEvent::integratorId).toList());
        // One that is recorded between the query and its answer is in neither: it is looked for before, too.
        Map<Identity, OpenEvent> onTheirWay = new HashMap<>();
        identities.stream().filter(open::containsKey).forEach(one -> onTheirWay.put(one, open.get(one)));
        return events.recorded(identities, batch.stream().map(Published::at).toList(), clock.instant())
                .compose(recorded -> targets.of(integrators)
                        .map(found -> batch.stream()
                                .map(one -> routeOne(one, onTheirWay, recorded, found))
                                .toList()));
    }

    /** Completes once everything that is on its way now is recorded: what comes later was routed by later knowledge. */
    public Future<Void> drained() {
        return Future.join(open.values().stream().map(OpenEvent::recorded).toList())
                .mapEmpty();
    }

    /**
     * Records what has been on its way for too long as owed. To be called several times a second. When the clock is set back, what was
     * opened after that waits for what was opened before it, which is over by the deadline of an attempt.
     */
    public void leaseOverdue() {
        Instant overdue = clock.instant().minus(leaseAfter);
        open.values().stream()
                .takeWhile(event -> event.openedAt().isBefore(overdue))
                .toList()
                .forEach(this::leaseOutstanding);
        lanes.sweep();
    }

    private Future<Void> routeOne(
            Published published,
            Map<Identity, OpenEvent> onTheirWay,
            Set<Identity> recorded,
            Map<String, List<Target>> found) {
        DomainEvent event = published.event();
        Identity identity = identity(event);
        OpenEvent same = open.getOrDefault(identity, onTheirWay.get(identity));
        if (same != null || recorded.contains(identity)) {
            metrics.repeated();
            return same == null ? Future.succeededFuture() : same.recorded();
        }
        List<Target> known = found.get(event.integratorId());
        if (known == null) {
            metrics.ofUnknownIntegrator();
            return Future.succeededFuture();
        }
        metrics.recorded();
        return send(published, identity, subscribed(known, event.type()));
    }

    /** Those of an integrator's webhooks that events of a type go to. */
    static List<Target> subscribed(List<Target> known, SentType type) {
        return known.stream().filter(target -> target.subscribesTo(type)).toList();
    }

    private Future<Void> send(Published published, Identity identity, List<Target> subscribed) {
        DomainEvent event = published.event();
        OpenEvent opened = new OpenEvent(event, clock.instant(), subscribed.size());
        open.put(identity, opened);
        opened.recorded().onComplete(durable -> open.remove(identity, opened));
        if (subscribed.isEmpty()) {
            opened.handOver();
            append(opened, List.of(), List.of());
        }
        for (Target target : subscribed) {
            opened.tickets().add(lanes.enter(Delivery.first(target, event)));
        }
        opened.tickets()
                .forEach(ticket -> ticket.passage().onSuccess(passage -> {
                    if (passage instanceof Passage.Sent sent) {
                        metrics.firstAttempted(published.at(), sent.attempt());
                    }
                    left(opened);
                }));
        return opened.recorded();
    }

    private void left(OpenEvent event) {
        if (event.left() && event.handOver()) {
            append(
                    event,
                    event.tickets().stream()
                            .flatMap(ticket -> rows(ticket).stream())
                            .toList(),
                    event.tickets());
        }
    }

    private void leaseOutstanding(OpenEvent event) {
        if (!event.handOver()) {
            return;
        }
        Instant now = clock.instant();
        Lease held = new Lease(UUID.randomUUID(), now.plus(lease));
        List<JournalRow> rows = new ArrayList<>();
        List<Ticket> done = new ArrayList<>();
        for (Ticket ticket : event.tickets()) {
            if (ticket.isStarted() && !ticket.passage().isComplete()) {
                rows.add(bookkeeper.leased(ticket.delivery(), held));
                recorder.follow(ticket, ticket.delivery().leased(held));
            } else {
                ticket.withdraw(now);
                rows.addAll(rows(ticket));
                done.add(ticket);
            }
        }
        append(event, rows, done);
    }

    /** @param done the tickets whose outcomes are in the rows */
    private void append(OpenEvent event, List<JournalRow> rows, List<Ticket> done) {
        event.recordedWith(journal.append(JournalEntry.ofEvent(event.event(), rows))
                .onComplete(durable -> done.forEach(Ticket::recorded)));
    }

    private List<JournalRow> rows(Ticket ticket) {
        return bookkeeper.rowsFor(ticket.delivery(), ticket.passage().result());
    }

    private static Identity identity(DomainEvent event) {
        return new Identity(event.integratorId(), event.id());
    }
}
