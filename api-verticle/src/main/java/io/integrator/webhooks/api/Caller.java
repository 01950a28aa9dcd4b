package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as a verified token says.
 *
 * @param integrator the token's integrator; empty when it names none, which is what an operator's may do
 * @param scopes     what the token is good for
 * @param until      when the token expires
 */
record Caller(Optional<String> integrator, Set<String> scopes, Instant until) {

    /** Who asks for what anybody may have. */
    static final Caller ANYBODY = new Caller(Optional.empty(), Set.of(), Instant.MAX);

    Caller {
        requireNonNull(integrator, "integrator");
        requireNonNull(until, "until");
        scopes = Set.copyOf(scopes);
    }

    /** The integrator; only for operations whose callers must have one. */
    String integratorId() {
        return integrator.orElseThrow();
    }
}
