package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import io.integrator.webhooks.store.TimeOrderedIds;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How far a stream has been told: what was recorded before is told, what is recorded later isn't. Clients carry it as the id
 * of an event.
 *
 * @param lookedAt when the database was looked at, by its clock
 */
record StreamPosition(Instant lookedAt) {

    private static final Pattern FORM = Pattern.compile("[0-9]{1,15}");

    StreamPosition {
        requireNonNull(lookedAt, "lookedAt");
    }

    /** What {@link #text} wrote; empty for anything else. */
    static Optional<StreamPosition> read(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StreamPosition(Instant.ofEpochMilli(Long.parseLong(text))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** In milliseconds, which rounds down: nothing falls between two positions. */
    String text() {
        return Long.toString(lookedAt.toEpochMilli());
    }

    /** The least id of an attempt that had begun so long before, and may not have been recorded then. */
    UUID leastId(Duration before) {
        return TimeOrderedIds.leastAt(lookedAt.minus(before));
    }
}
