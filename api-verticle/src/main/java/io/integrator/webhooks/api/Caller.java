package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as a verified token says.
 *
 * @param integrator the token's integrator; empty when it names none, which is what an operator's may do
 * @param scopes     what the token is good for
 */
record Caller(Optional<String> integrator, Set<String> scopes) {

    /** Who asks for what anybody may have. */
    static final Caller ANYBODY = new Caller(Optional.empty(), Set.of());

    Caller {
        requireNonNull(integrator, "integrator");
        scopes = Set.copyOf(scopes);
    }

    /** The integrator; only for operations whose callers must have one. */
    String integratorId() {
        return integrator.orElseThrow();
    }
}
