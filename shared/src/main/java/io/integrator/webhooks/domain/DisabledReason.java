package io.integrator.webhooks.domain;

import java.util.Locale;

/** Why a webhook is disabled. */
public enum DisabledReason {
    /** It kept failing ({@code policy.md}: auto-disable). */
    FAILURES,
    /** Its subscriber answered 410. */
    GONE,
    /** Somebody asked for it. */
    MANUAL;

    /** The name in the database, the API and the logs. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
