package io.integrator.webhooks.bus;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Whether the changes that other processes make are being heard. While they aren't, nothing cached may be trusted.
 *
 * @param live  true when the feed listens
 * @param since by the database's clock; when live, changes from before may have been missed
 */
public record FeedState(boolean live, Instant since) {

    public FeedState {
        requireNonNull(since, "since");
    }
}
