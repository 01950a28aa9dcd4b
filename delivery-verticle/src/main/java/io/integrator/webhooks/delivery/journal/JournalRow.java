package io.integrator.webhooks.delivery.journal;

import io.integrator.webhooks.store.AttemptStore;
import io.integrator.webhooks.store.LaneStore;
import io.integrator.webhooks.store.OwedStore;
import java.util.UUID;

/** One thing to be written. */
public sealed interface JournalRow {

    /** An attempt was made. */
    record Attempted(AttemptStore.Entry entry) implements JournalRow {}

    /** A delivery of which nothing is recorded yet is owed. */
    record Owes(OwedStore.Owed owed) implements JournalRow {}

    /** A delivery that is recorded as owed under a lease comes again later. */
    record Rescheduled(OwedStore.Owed owed) implements JournalRow {}

    /** A delivery that is recorded as owed is so no longer. */
    record Settled(OwedStore.Settled settled) implements JournalRow {}

    /** Of an attempt that somebody asked for nothing is left to do. */
    record Fulfilled(UUID requestId) implements JournalRow {}

    /** A lane waits. */
    record Waits(LaneStore.Wait lane) implements JournalRow {}

    /** A lane's breaker has closed. */
    record Closed(UUID webhookId) implements JournalRow {}
}
