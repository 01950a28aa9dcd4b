package io.integrator.webhooks.bench.load;

import java.time.Duration;
import java.util.Optional;

/**
 * How a webhook's subscriber answers. It stands in the webhook's url, so that the subscriber has nothing to look up.
 *
 * @param after how long after the request has arrived; empty for never
 */
public record Answer(Optional<Duration> after) {

    /** As soon as the request is there. */
    public static final Answer AT_ONCE = new Answer(Optional.of(Duration.ZERO));

    /** Not at all: whoever asks has to give up. */
    public static final Answer NEVER = new Answer(Optional.empty());

    private static final String NEVER_PATH = "never";

    /** Some time after. */
    public static Answer after(Duration wait) {
        return new Answer(Optional.of(wait));
    }

    /** How it stands in a url: milliseconds, or a word. */
    public String path() {
        return after.map(wait -> Long.toString(wait.toMillis())).orElse(NEVER_PATH);
    }

    /** Reads what {@link #path()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static Answer ofPath(String path) {
        return path.equals(NEVER_PATH) ? NEVER : after(Duration.ofMillis(Long.parseLong(path)));
    }
}
