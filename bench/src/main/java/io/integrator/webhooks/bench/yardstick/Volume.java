package io.integrator.webhooks.bench.yardstick;

import java.time.Duration;

/**
 * How much a phase plays. In a turn every share of weight 1 has one event.
 *
 * @param duration       of a paced phase
 * @param turnsPerSecond of a paced phase
 * @param backlogTurns   of a backlog
 */
public record Volume(Duration duration, double turnsPerSecond, long backlogTurns) {

    /** For people. */
    public String text() {
        return "per measured webhook " + turnsPerSecond + " events/s for " + duration.toMillis() + " ms, and "
                + backlogTurns + " at once";
    }

    long pacedTurns() {
        return Math.max(1, Math.round(duration.toMillis() / 1000.0 * turnsPerSecond));
    }
}
