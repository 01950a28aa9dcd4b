package io.integrator.webhooks.launcher;

import ch.qos.logback.classic.Level;
import io.integrator.webhooks.settings.SettingType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a logger is to be.
 *
 * @param level empty for what it was configured to
 * @param time for how long; empty for until it is told otherwise
 */
record LevelRequest(Optional<Level> level, Optional<Duration> time) {

    /** The levels that there are, by their names. */
    static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

    private static final String LEVEL = "level";
    private static final String TIME = "for";
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Reads {@code {"level": "DEBUG", "for": "10m"}}; throws {@link IllegalArgumentException} with what is wrong. */
    static LevelRequest of(Buffer body) {
        JsonObject json = json(body);
        if (!json.containsKey(LEVEL) || !Set.of(LEVEL, TIME).containsAll(json.fieldNames())) {
            throw new IllegalArgumentException("The members are level, and for where it is for a time.");
        }
        Optional<Level> level = Optional.ofNullable(json.getValue(LEVEL)).map(LevelRequest::level);
        Optional<Duration> time = Optional.ofNullable(json.getValue(TIME)).map(LevelRequest::time);
        if (level.isEmpty() && time.isPresent()) {
            throw new IllegalArgumentException("What was configured isn't for a time.");
        }
        return new LevelRequest(level, time);
    }

    private static JsonObject json(Buffer body) {
        try {
            return body == null ? new JsonObject() : new JsonObject(body);
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalArgumentException("The body is no JSON object.", e);
        }
    }

    private static Level level(Object value) {
        if (value instanceof String name && LEVELS.contains(name)) {
            return Level.valueOf(name);
        }
        throw new IllegalArgumentException("level is null or one of " + String.join(", ", LEVELS) + ".");
    }

    private static Duration time(Object value) {
        SettingType<Duration> type = SettingType.duration();
        try {
            Duration time = type.parser().apply(value instanceof String text ? text : "");
            if (time.compareTo(LONGEST) <= 0) {
                return time;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("for is " + type.form() + ".", e);
        }
        throw new IllegalArgumentException("for is a day at most.");
    }
}
