package io.integrator.webhooks.bench.yardstick;

import java.util.Locale;

/** Whether the load is disturbed. */
public enum Condition {
    /** The yardstick. */
    WITHOUT,

    /** The work that is measured by it. */
    WITH;

    /** For people and for JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
