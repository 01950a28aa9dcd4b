package io.integrator.webhooks.domain;

import java.util.Locale;

/** What made an attempt happen. */
public enum Trigger {
    /** The event arrived. */
    FIRST,
    /** The schedule, or a parked or held delivery's turn. */
    RETRY,
    /** An open breaker tries a single owed delivery. */
    PROBE;

    /** The name in the database, in metrics and in the logs. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
