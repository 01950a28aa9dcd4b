package io.integrator.webhooks.signing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A secret that was replaced and signs beside its successor for a while, so that a receiver can change over between two
 * deliveries.
 *
 * @param until when it stops signing, by the database's clock
 */
public record FormerSecret(WebhookSecret secret, Instant until) implements SigningKey {

    public FormerSecret {
        requireNonNull(secret, "secret");
        requireNonNull(until, "until");
    }
}
