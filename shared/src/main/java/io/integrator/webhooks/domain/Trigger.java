package io.integrator.webhooks.domain;

import java.util.Locale;

/** What made an attempt happen. */
public enum Trigger {
    /** The event arrived. */
    FIRST,
    /** The schedule, or a parked or held delivery's turn. */
    RETRY,
    /** An open breaker tries a single owed delivery. */
    PROBE,
    /** Somebody asked for an event to be sent once more. */
    MANUAL,
    /** Somebody asked for a test event. */
    TEST;

    /** Whether the service makes such attempts of itself: only those count when they fail ({@code policy.md}: failureCount). */
    public boolean isAutomatic() {
        return this != MANUAL && this != TEST;
    }

    /** The name in the database, in metrics and in the logs. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
