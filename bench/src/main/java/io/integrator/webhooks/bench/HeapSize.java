package io.integrator.webhooks.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much a JVM's heap may be. */
record HeapSize(double mebibytes) {

    private static final Pattern OPTION = Pattern.compile("([1-9]\\d{0,8})([kmg])");
    private static final double KIB_IN_MIB = 1_024;
    private static final double MIB_IN_GIB = 1_024;

    /** As it stands after {@code -Xmx}; empty where that is no number with its unit. */
    static Optional<HeapSize> ofJavaOption(String text) {
        Matcher parts = OPTION.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(parts.group(1));
        return Optional.of(new HeapSize(
                switch (parts.group(2)) {
                    case "k" -> number / KIB_IN_MIB;
                    case "m" -> number;
                    default -> number * MIB_IN_GIB;
                }));
    }
}
