package io.integrator.webhooks.delivery.intake;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which offsets of a partition are done, for as long as this worker has it. Offsets are tracked in rising order and settled
 * in any; those that never come, for transactions or compaction left a hole, are not waited for. A new assignment gets a new
 * ledger, so that what is settled late moves nothing. Of one event loop.
 */
final class OffsetLedger {

    private final ArrayDeque<Entry> records = new ArrayDeque<>();
    private long end = -1;
    private long committed = -1;
    private int unsettled;

    /** A record that was taken, until it is settled. */
    static final class Entry {

        private final long offset;
        private final Instant takenAt;
        private boolean settled;

        private Entry(long offset, Instant takenAt) {
            this.offset = offset;
            this.takenAt = takenAt;
        }
    }

    /** Whether this offset, or a later one, was taken before. */
    boolean isPast(long offset) {
        return offset < end;
    }

    /**
     * A record has been taken.
     *
     * @throws IllegalArgumentException when a later one was taken before
     */
    Entry track(long offset, Instant takenAt) {
        if (isPast(offset)) {
            throw new IllegalArgumentException("offset " + offset + " was taken after " + (end - 1));
        }
        Entry record = new Entry(offset, takenAt);
        records.add(record);
        end = offset + 1;
        unsettled++;
        return record;
    }

    /** A record is done; a second time changes nothing. */
    void settle(Entry record) {
        if (!record.settled) {
            record.settled = true;
            unsettled--;
            while (!records.isEmpty() && records.peek().settled) {
                records.poll();
            }
        }
    }

    /** The offset to commit: that of the first record that isn't settled, or the next to come. Empty when it has been committed. */
    OptionalLong committable() {
        OptionalLong offset = settledUpTo();
        return offset.orElse(-1) > committed ? offset : OptionalLong.empty();
    }

    /** The offset of the first record that isn't settled, or the next to come; empty when nothing has been taken. */
    OptionalLong settledUpTo() {
        long offset = records.isEmpty() ? end : records.peek().offset;
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** An offset that {@link #committable} gave has been committed. */
    void committed(long offset) {
        committed = Math.max(committed, offset);
    }

    /** Records that aren't settled. */
    int unsettled() {
        return unsettled;
    }

    /** When the oldest record that isn't settled was taken; empty when there is none. */
    Optional<Instant> oldestUnsettled() {
        return Optional.ofNullable(records.peek()).map(record -> record.takenAt);
    }
}
