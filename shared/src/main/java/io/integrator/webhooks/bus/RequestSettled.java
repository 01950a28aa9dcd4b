package io.integrator.webhooks.bus;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * News that an attempt that was asked for has been recorded, by this process or another, or that nobody will make it any more.
 *
 * @param requestId names what was asked for
 */
public record RequestSettled(UUID requestId) {

    public RequestSettled {
        requireNonNull(requestId, "requestId");
    }
}
