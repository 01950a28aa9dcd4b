package io.integrator.webhooks.delivery.journal;

import io.integrator.webhooks.domain.DomainEvent;
import java.util.List;
import java.util.Optional;

/**
 * Rows that are written together or not at all. An event's entry holds what became of each of its deliveries, so that an
 * event that is recorded has nothing left to do that isn't recorded too.
 *
 * @param event the event that is recorded by this entry; empty for what happens to deliveries that were owed before
 */
public record JournalEntry(Optional<DomainEvent> event, List<JournalRow> rows) {

    public JournalEntry {
        rows = List.copyOf(rows);
    }

    /** An event with the outcomes of its deliveries. */
    public static JournalEntry ofEvent(DomainEvent event, List<JournalRow> rows) {
        return new JournalEntry(Optional.of(event), rows);
    }

    /** What happened to a delivery that was owed before. */
    public static JournalEntry ofOwed(List<JournalRow> rows) {
        return new JournalEntry(Optional.empty(), rows);
    }

    /** What an attempt came to that somebody asked for. */
    public static JournalEntry ofRequested(List<JournalRow> rows) {
        return new JournalEntry(Optional.empty(), rows);
    }

    int size() {
        return rows.size() + (event.isPresent() ? 1 : 0);
    }
}
