package io.integrator.webhooks.api;

import io.integrator.webhooks.store.IdRange;
import java.util.Optional;
import java.util.UUID;

/**
 * Which page is asked for.
 *
 * @param range  by {@code since} and {@code until}; all where the operation has neither
 * @param before the id that the page before ended with; empty for the first
 */
record PageRequest(IdRange range, Optional<UUID> before, int limit) {

    private static final int DEFAULT_LIMIT = 20;

    static PageRequest of(Call call) {
        return new PageRequest(
                IdRange.between(call.optionalInstant("since"), call.optionalInstant("until")),
                call.optionalText("cursor").flatMap(Cursor::read),
                call.optionalInteger("limit").orElse(DEFAULT_LIMIT));
    }
}
