package io.integrator.webhooks.domain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * One HTTP request and what it came to.
 *
 * @param id        a UUIDv7 of {@code startedAt}; an attempt is recorded and counted once per id
 * @param startedAt by the database's clock
 * @param duration  until the last byte of the response, or the failure
 */
public record Attempt(UUID id, Delivery delivery, Instant startedAt, Duration duration, Outcome outcome) {

    public Attempt {
        requireNonNull(id, "id");
        requireNonNull(delivery, "delivery");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(duration, "duration");
        requireNonNull(outcome, "outcome");
    }

    /** When it ended, by the database's clock. */
    public Instant endedAt() {
        return startedAt.plus(duration);
    }
}
