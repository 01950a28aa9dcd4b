package io.integrator.webhooks.bench.yardstick;

import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.contest.Sample;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.subscriber.ArrivalFigures;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** A loop that signs and POSTs, and has nothing to read or to write. */
public final class SignAndPost implements Contestant {

    /** How it is called in reports. */
    public static final String NAME = "bare: sign, POST";

    private static final double NANOS_PER_MICRO = 1_000;

    private final Environment environment;
    private final BareDelivery delivery;
    private final long posts;

    public SignAndPost(Environment environment, long posts) {
        this.environment = environment;
        this.delivery = new BareDelivery(environment);
        this.posts = posts;
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
        String phase = "post" + round;
        environment.subscriber().begin(phase);
        Duration before = environment.bare().process().cpu();
        environment.bare().process().post(phase, posts, environment.subscriber().url(Group.MEASURED, Answer.AT_ONCE));
        Duration spent = environment.bare().process().cpu().minus(before);
        Map<Measure, Double> values = new EnumMap<>(ArrivalFigures.ofBacklog(delivery.tally()));
        values.put(Measure.CPU, spent.toNanos() / NANOS_PER_MICRO / posts);
        return Sample.of(values, delivery.close(posts));
    }
}
