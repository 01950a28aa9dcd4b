package io.integrator.webhooks.store;

import java.time.Instant;

/** What asking for an attempt came to. */
public sealed interface AttemptRequest {

    /** A worker will make it. */
    record Taken(Instant requestedAt) implements AttemptRequest {}

    /** The integrator has no such webhook. */
    record UnknownWebhook() implements AttemptRequest {}

    /** Nothing is posted to the webhook before it is enabled. */
    record DisabledWebhook() implements AttemptRequest {}

    /** The integrator has had no such event, or it is too long ago. */
    record UnknownEvent() implements AttemptRequest {}

    /** So many have been asked for that haven't been made yet. */
    record TooMany(int limit) implements AttemptRequest {}
}
