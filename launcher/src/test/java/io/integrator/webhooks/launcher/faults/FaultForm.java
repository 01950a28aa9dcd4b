package io.integrator.webhooks.launcher.faults;

import java.time.Duration;
import java.util.Locale;

/** How much the fault tests do: {@code -Dfaults.form=short} is for every build, {@code long} is run by hand. */
enum FaultForm {
    SHORT,
    LONG;

    private static final FaultForm CURRENT =
            valueOf(System.getProperty("faults.form", "short").toUpperCase(Locale.ROOT));

    /** One number in the short form, another in the long one. */
    static int count(int inShort, int inLong) {
        return CURRENT == SHORT ? inShort : inLong;
    }

    /** Some seconds in the short form, others in the long one. */
    static Duration seconds(int inShort, int inLong) {
        return Duration.ofSeconds(count(inShort, inLong));
    }
}
