package io.integrator.webhooks.delivery.policy;

import io.netty.handler.codec.DateFormatter;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the Retry-After field (RFC 9110, section 10.2.3): seconds, or a date in any of HTTP's three forms. */
final class RetryAfter {

    /** What is asked for beyond this is cut to it ({@code policy.md}: Retry-After). */
    static final Duration MAXIMUM = Duration.ofHours(24);

    private static final Pattern SECONDS = Pattern.compile("\\d+");
    private static final int LONGEST_SECONDS = 18;
    private static final int LONGEST_DATE = 64;

    private RetryAfter() {}

    /** The wait that the field asks for, from {@code now} and capped; empty when it is garbage or in the past. */
    static Optional<Duration> read(String field, Instant now) {
        String text = field.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(
                    text.length() > LONGEST_SECONDS
                            ? MAXIMUM
                            : Duration.ofSeconds(Math.min(Long.parseLong(text), MAXIMUM.toSeconds())));
        }
        if (text.isEmpty() || text.length() > LONGEST_DATE) {
            return Optional.empty();
        }
        return Optional.ofNullable(DateFormatter.parseHttpDate(text))
                .map(Date::toInstant)
                .map(date -> Duration.between(now, date))
                .filter(wait -> !wait.isNegative())
                .map(wait -> wait.compareTo(MAXIMUM) > 0 ? MAXIMUM : wait);
    }
}
