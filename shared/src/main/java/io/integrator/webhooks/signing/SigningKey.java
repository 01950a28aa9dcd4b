package io.integrator.webhooks.signing;

import java.time.Instant;

/** One of the keys that a webhook's deliveries are signed with, each in addition to the others. */
public sealed interface SigningKey permits WebhookSecret, FormerSecret, Ed25519Key {

    /** When it stops signing; {@link Instant#MAX} as long as nobody has said. */
    default Instant until() {
        return Instant.MAX;
    }
}
