package io.integrator.webhooks.bench.yardstick;

import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.contest.Sample;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.Cycle;
import io.integrator.webhooks.bench.load.EpochMicros;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Schedule;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.bench.scene.Pressure;
import io.integrator.webhooks.bench.subscriber.ArrivalFigures;
import io.integrator.webhooks.domain.EventType;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A loop that takes records off Kafka, signs, POSTs and commits, and records nothing. */
public final class ConsumeAndPost implements Contestant {

    /** How it is called in reports. */
    public static final String NAME = "bare: consume, sign, POST, commit";

    private static final Cycle ONE =
            Cycle.of(List.of(new Share("bare", EventType.PAYMENT_COMPLETED, Group.MEASURED, Answer.AT_ONCE, 1)));
    private static final double NANOS_PER_MICRO = 1_000;
    private static final long LEAD_MICROS = 100_000;

    private final Environment environment;
    private final BareDelivery delivery;
    private final Pressure pressure;
    private final long events;
    private final double perSecond;

    private ConsumeAndPost(Environment environment, Pressure pressure, long events, double perSecond) {
        this.environment = environment;
        this.delivery = new BareDelivery(environment);
        this.pressure = pressure;
        this.events = events;
        this.perSecond = perSecond;
    }

    /** With a backlog of so many. */
    public static ConsumeAndPost ofBacklog(Environment environment, long events) {
        return new ConsumeAndPost(environment, Pressure.BACKLOG, events, 0);
    }

    /** With so many at a fixed rate. */
    public static ConsumeAndPost paced(Environment environment, long events, double perSecond) {
        return new ConsumeAndPost(environment, Pressure.PACED, events, perSecond);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void prepare(int rounds) {
        environment.bare();
    }

    @Override
    public Sample play(int round) {
        Environment.Bare bare = environment.bare();
        String phase = "consume" + round;
        environment.subscriber().begin(phase);
        bare.producer().publish(phase, ONE, 0, 1, Schedule.UNTIMED);
        delivery.await(1);
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        Duration lateness = Duration.ZERO;
        if (pressure == Pressure.PACED) {
            Schedule schedule = new Schedule(EpochMicros.now() + LEAD_MICROS, perSecond);
            lateness = bare.producer().publish(phase, ONE, 1, events, schedule);
            delivery.await(1 + events);
            values.putAll(ArrivalFigures.ofPaced(delivery.tally()));
        } else {
            bare.process().suspend();
            bare.producer().publish(phase, ONE, 1, events, Schedule.atOnce());
            Duration before = bare.process().cpu();
            bare.process().resume();
            delivery.await(1 + events);
            Duration spent = bare.process().cpu().minus(before);
            values.putAll(ArrivalFigures.ofBacklog(delivery.tally()));
            values.put(Measure.CPU, spent.toNanos() / NANOS_PER_MICRO / events);
        }
        return new Sample(values, delivery.close(1 + events), lateness);
    }
}
