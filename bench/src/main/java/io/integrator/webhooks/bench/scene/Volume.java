package io.integrator.webhooks.bench.scene;

import java.time.Duration;

/**
 * How much a phase plays. In a turn every share of weight 1 has one event.
 *
 * @param duration       of a paced phase
 * @param turnsPerSecond of a paced phase
 * @param backlogTurns   of a backlog
 */
public record Volume(Duration duration, double turnsPerSecond, long backlogTurns) {

    /** Of a backlog alone. */
    public static Volume ofBacklog(long turns) {
        return new Volume(Duration.ZERO, 0, turns);
    }

    /** At a fixed rate alone. */
    public static Volume paced(Duration duration, double turnsPerSecond) {
        return new Volume(duration, turnsPerSecond, 0);
    }

    /** For people. */
    public String text() {
        return "per measured webhook " + turnsPerSecond + " events/s for " + duration.toMillis() + " ms, and "
                + backlogTurns + " at once";
    }

    long pacedTurns() {
        return Math.max(1, Math.round(duration.toMillis() / 1000.0 * turnsPerSecond));
    }
}
