package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.EventBody;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.bench.scene.Disturbance;
import io.integrator.webhooks.bench.scene.Pressure;
import io.integrator.webhooks.bench.scene.Scene;
import io.integrator.webhooks.bench.scene.SceneContestant;
import io.integrator.webhooks.bench.scene.Volume;
import io.integrator.webhooks.domain.EventType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What grows from point to point while a backlog is drained. */
enum Curve {
    /** The webhooks that the events are shared out between, one after the other. */
    WEBHOOKS("webhooks", 1, 1_000_000) {
        @Override
        Supplier<Scene> scene(Environment environment, long point) {
            return () -> Scene.of(ManyWebhooks.of(Math.toIntExact(point)));
        }
    },

    /** The webhooks of one integrator, all of which get each event. */
    FAN_OUT("webhooks of one integrator", 1, 100_000) {
        @Override
        Supplier<Scene> scene(Environment environment, long point) {
            return () -> Scene.of(List.of(ONE.fannedOut(Math.toIntExact(point))));
        }

        @Override
        long events(long point, long backlog) {
            return Math.max(1, backlog / point);
        }
    },

    /** The bytes of data that an event carries. */
    BODY("bytes of data", EventBody.LEAST_BYTES, 65_536) {
        @Override
        Supplier<Scene> scene(Environment environment, long point) {
            return () -> Scene.of(List.of(ONE)).carrying(Math.toIntExact(point));
        }

        @Override
        long events(long point, long backlog) {
            return Math.max(1, Math.min(backlog, MOST_BYTES / point));
        }
    },

    /** The deliveries that are owed to another webhook meanwhile, whose subscriber takes a while to answer. */
    OWED("deliveries owed to another webhook", 0, 10_000_000) {
        @Override
        Supplier<Scene> scene(Environment environment, long point) {
            Answer slow = Answer.after(Duration.ofMillis(100));
            return () -> new Scene(
                    Crowd.of(0, Answer.AT_ONCE),
                    point == 0
                            ? Disturbance.NONE
                            : OwedBacklog.of(environment.database(), "debtor" + point, point, slow));
        }
    },

    /** The processes that share out the topic between them. */
    WORKERS("processes", 1, 12) {
        @Override
        Supplier<Scene> scene(Environment environment, long point) {
            return () -> Scene.of(Crowd.of(0, Answer.AT_ONCE));
        }

        @Override
        SceneContestant contestant(Environment environment, long point, long backlog) {
            return super.contestant(environment, point, backlog).servedBy(Math.toIntExact(point));
        }
    };

    /** Of a phase's backlog: Kafka's and Postgres's disks have to keep that of every round. */
    private static final long MOST_BYTES = 256L * 1_024 * 1_024;

    private static final Share ONE = new Share("one", EventType.PAYMENT_COMPLETED, Group.MEASURED, Answer.AT_ONCE, 1);

    private final String unit;
    private final long least;
    private final long most;

    Curve(String unit, long least, long most) {
        this.unit = unit;
        this.least = least;
        this.most = most;
    }

    /** What its points are numbers of. */
    String unit() {
        return unit;
    }

    /** Those that are measured where no others are asked for. */
    List<Long> points() {
        return switch (this) {
            case WEBHOOKS -> List.of(1L, 100L, 10_000L, 100_000L);
            case FAN_OUT -> List.of(1L, 10L, 100L, 1_000L);
            case BODY -> List.of(200L, 600L, 4_096L, 16_384L, 65_536L);
            case OWED -> List.of(0L, 1_000L, 100_000L, 1_000_000L);
            case WORKERS -> List.of(1L, 2L, 3L);
        };
    }

    /** The least and the greatest point that can be measured. */
    boolean admits(long point) {
        return point >= least && point <= most;
    }

    /** What it admits, for people. */
    String limits() {
        return String.format(Locale.ROOT, "%d to %d", least, most);
    }

    /** How a point is called in reports. */
    String name(long point) {
        return String.format(Locale.ROOT, "%,d %s", point, unit);
    }

    /** How many events a point's backlog of so many deliveries has. */
    long events(long point, long backlog) {
        return backlog;
    }

    /** The service at a point. */
    SceneContestant contestant(Environment environment, long point, long backlog) {
        return SceneContestant.of(
                        name(point),
                        environment,
                        scene(environment, point),
                        Volume.ofEvents(events(point, backlog)),
                        EnumSet.of(Pressure.BACKLOG))
                .keepingWebhooks();
    }

    /** What is played at a point; made ready when it is asked for. */
    abstract Supplier<Scene> scene(Environment environment, long point);

    /** As it is called on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
