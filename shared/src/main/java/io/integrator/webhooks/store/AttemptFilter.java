package io.integrator.webhooks.store;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Which attempts are asked for; empty is no condition.
 *
 * @param outcome by its wire name
 * @param type    the event's, by its wire name; {@code webhook.test} for tests
 * @param eventId the event's id, as its producer named it
 * @param started when they started
 */
public record AttemptFilter(
        Optional<String> outcome, Optional<String> type, Optional<String> eventId, IdRange started) {

    public AttemptFilter {
        requireNonNull(outcome, "outcome");
        requireNonNull(type, "type");
        requireNonNull(eventId, "eventId");
        requireNonNull(started, "started");
    }

    /** Whether it asks for a kind of failure, of which a webhook has few. */
    boolean isOfFailures() {
        return outcome.filter(code -> !code.equals("ok")).isPresent();
    }
}
