package io.integrator.webhooks.bench.scene;

import java.time.Duration;

/**
 * How much a phase plays. In a turn every share of weight 1 has one event.
 *
 * @param duration       of a paced phase
 * @param turnsPerSecond of a paced phase
 * @param backlogTurns   of a backlog
 * @param backlogEvents  of it beside these turns, whether or not they make a whole one
 */
public record Volume(Duration duration, double turnsPerSecond, long backlogTurns, long backlogEvents) {

    /** In whole turns. */
    public Volume(Duration duration, double turnsPerSecond, long backlogTurns) {
        this(duration, turnsPerSecond, backlogTurns, 0);
    }

    /** Of a backlog alone. */
    public static Volume ofBacklog(long turns) {
        return new Volume(Duration.ZERO, 0, turns);
    }

    /** Of a backlog alone, of so many events however many shares there are. */
    public static Volume ofEvents(long events) {
        return new Volume(Duration.ZERO, 0, 0, events);
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

    /** Of a phase whose turns have so many events. */
    long events(Pressure pressure, int turn) {
        return pressure == Pressure.PACED ? pacedTurns() * turn : backlogTurns * turn + backlogEvents;
    }

    private long pacedTurns() {
        return Math.max(1, Math.round(duration.toMillis() / 1000.0 * turnsPerSecond));
    }
}
