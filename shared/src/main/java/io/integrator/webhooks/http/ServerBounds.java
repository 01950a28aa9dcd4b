package io.integrator.webhooks.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What the clients of a server can hold of it.
 *
 * @param connections open at once
 * @param patience    how long a connection may be without something of an answer having gone over it: so long may a request's head
 *                    take to come after the answer before it, its body and the work on it to begin to be answered, and an answer to be taken
 */
public record ServerBounds(int connections, Duration patience) {

    public ServerBounds {
        requireNonNull(patience, "patience");
        if (connections < 1) {
            throw new IllegalArgumentException("connections is " + connections);
        }
    }
}
