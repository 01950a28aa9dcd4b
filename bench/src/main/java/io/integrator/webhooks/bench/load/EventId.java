package io.integrator.webhooks.bench.load;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event's id, which a subscriber gets as {@code webhook-id}: it carries what the arrival is judged by.
 *
 * @param phase           of which it is
 * @param number          within the phase, from 0
 * @param scheduledMicros when it was to be published, by {@link EpochMicros}; 0 when its latency is not asked for
 */
public record EventId(String phase, int number, long scheduledMicros) {

    private static final Pattern TEXT = Pattern.compile("([a-z0-9]+)\\.(\\d{1,9})\\.(\\d{1,18})");

    /** As it stands in the event. */
    public String text() {
        return phase + '.' + number + '.' + scheduledMicros;
    }

    /** Reads what {@link #text()} wrote; empty for the id of any other event. */
    public static Optional<EventId> of(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new EventId(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))))
                : Optional.empty();
    }
}
