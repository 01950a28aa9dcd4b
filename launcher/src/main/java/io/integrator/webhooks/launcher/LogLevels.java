package io.integrator.webhooks.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The levels of the process's loggers, which may be changed for a while. Only what the product itself says is known to hold no
 * secret: other libraries can't be had to say more than INFO. Of one event loop.
 */
final class LogLevels {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(LogLevels.class);
    private static final String OURS = "io.integrator.webhooks";

    private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Map<String, Change> changes = new HashMap<>();
    private final Vertx vertx;

    /**
     * What a logger was before it was changed.
     *
     * @param configured null when it has its parent's
     * @param until when it is that again; empty for not before it is told to
     * @param timer does it
     */
    private record Change(Level configured, Optional<Instant> until, long timer) {}

    /**
     * A logger.
     *
     * @param level     its own; empty when it has its parent's
     * @param effective what it logs by
     * @param until     when it is as configured again; empty when it is, or nobody said
     */
    record State(String name, Optional<Level> level, Level effective, Optional<Instant> until) {}

    LogLevels(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Every logger that the process has, by name. */
    List<State> all() {
        return loggers.getLoggerList().stream().map(this::stateOf).toList();
    }

    /** A logger, or a package of some; empty when the process has none of that name. None is made for having been asked for. */
    Optional<State> find(String name) {
        return Optional.ofNullable(loggers.exists(name)).map(this::stateOf);
    }

    /** Why a logger can't be set to a level; empty when it can. */
    Optional<String> objection(String name, Level level) {
        if (name.equals(OURS) || name.startsWith(OURS + ".")) {
            return Optional.empty();
        }
        if (level.toInt() < Level.INFO_INT) {
            return Optional.of("only loggers of " + OURS + " may say more than INFO: others may tell secrets");
        }
        return configured(name) == Level.OFF ? Optional.of("it is off for what it would tell") : Optional.empty();
    }

    /** Sets one that there is to a level to which there is no objection; it is as configured again after a time, if one is given. */
    State set(String name, Level level, Optional<Duration> time) {
        Level configured = configured(name);
        forget(name);
        Optional<Instant> until = time.map(Instant.now()::plus);
        long timer = time.map(length -> vertx.setTimer(length.toMillis(), due -> reset(name)))
                .orElse(-1L);
        changes.put(name, new Change(configured, until, timer));
        return apply(name, level, until);
    }

    /** Makes it as it was configured. */
    State reset(String name) {
        Level configured = configured(name);
        forget(name);
        return apply(name, configured, Optional.empty());
    }

    private void forget(String name) {
        Optional.ofNullable(changes.remove(name)).ifPresent(change -> vertx.cancelTimer(change.timer()));
    }

    private Level configured(String name) {
        return changes.containsKey(name)
                ? changes.get(name).configured()
                : loggers.getLogger(name).getLevel();
    }

    /** Said while this class's own logger still says it, or says it already. */
    private State apply(String name, Level level, Optional<Instant> until) {
        boolean heard = LOG.isInfoEnabled();
        if (heard) {
            tell(name, level, until);
        }
        loggers.getLogger(name).setLevel(level);
        if (!heard) {
            tell(name, level, until);
        }
        return stateOf(loggers.getLogger(name));
    }

    private static void tell(String name, Level level, Optional<Instant> until) {
        LOG.atInfo()
                .addKeyValue("changedLogger", name)
                .addKeyValue("newLevel", level == null ? "inherited" : level.levelStr)
                .addKeyValue("until", until.map(Instant::toString).orElse("reset"))
                .log("The level of a logger was changed");
    }

    private State stateOf(Logger logger) {
        return new State(
                logger.getName(),
                Optional.ofNullable(logger.getLevel()),
                logger.getEffectiveLevel(),
                Optional.ofNullable(changes.get(logger.getName())).flatMap(Change::until));
    }
}
