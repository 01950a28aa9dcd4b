package io.integrator.webhooks.delivery.policy;

/** What the platform is told of a streak before it disables a webhook, in the order in which it is told. */
public enum Warning {
    /** Half of the condition holds. */
    FAILING,
    /** All that is missing is a last span of time. */
    DISABLING_SOON
}
