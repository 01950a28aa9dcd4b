package io.integrator.webhooks.domain;

import java.util.Locale;

/** What a log tells of an attempt ({@code policy.md}: what a log tells). A closed set, fit for a metric's label. */
public enum OutcomeCode {
    OK,
    HTTP_STATUS,
    REDIRECT,
    GONE,
    TIMEOUT,
    CONNECT,
    TLS,
    DNS,
    RESET,
    BLOCKED;

    /** The name in the database, the API, metrics and logs. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
