package io.integrator.webhooks.launcher;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a process of {@code serve} does. */
enum Role {
    /** Answers integrators. */
    API,
    /** Takes domain events in and posts them. */
    DELIVERY;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a role as it is typed. */
    static final class Reader implements ITypeConverter<Role> {

        @Override
        public Role convert(String text) {
            return Arrays.stream(values())
                    .filter(role -> role.toString().equals(text.strip()))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is neither api nor delivery"));
        }
    }
}
