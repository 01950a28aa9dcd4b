package io.integrator.webhooks.bench.load;

import java.util.Locale;

/** Which webhooks a figure is of. */
public enum Group {
    /** Those whose throughput and latency are measured. */
    MEASURED,

    /** Those that may disturb them. */
    DISTURBING;

    /** How it stands in a url. */
    public String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #path()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static Group ofPath(String path) {
        return valueOf(path.toUpperCase(Locale.ROOT));
    }
}
