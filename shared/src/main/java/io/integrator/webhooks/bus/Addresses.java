package io.integrator.webhooks.bus;

/** The event bus's addresses. */
public final class Addresses {

    /** Every {@link WebhookChange}, published once it has committed; may be heard more than once. */
    public static final String WEBHOOK_CHANGES = "webhooks.changes";

    /** Every {@link AttemptsRecorded} of this process's workers, published once they are durable, one for each flush. */
    public static final String ATTEMPTS = "webhooks.attempts";

    /** Every {@link FeedState}: whether changes made by other processes are being heard. */
    public static final String FEED_STATE = "webhooks.feed";

    /** Every {@link AttemptRequested}; one may stand for several requests. */
    public static final String ATTEMPT_REQUESTS = "webhooks.requests";

    /** Every {@link RequestSettled}, published once it has committed. */
    public static final String SETTLED_REQUESTS = "webhooks.requests.settled";

    /** Every {@link LifecycleEvent} that this process recorded, published once it has committed. */
    public static final String LIFECYCLE = "webhooks.lifecycle";

    private Addresses() {}
}
