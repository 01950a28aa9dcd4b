package io.integrator.webhooks.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/**
 * A worker's hold on an owed delivery. What it reports is applied only while the owed row still carries this token.
 *
 * @param token names the claim
 * @param until when the delivery is anybody's again, by the database's clock
 */
public record Lease(UUID token, Instant until) {

    public Lease {
        requireNonNull(token, "token");
        requireNonNull(until, "until");
    }
}
