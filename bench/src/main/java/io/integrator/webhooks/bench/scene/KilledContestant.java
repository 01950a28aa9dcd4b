package io.integrator.webhooks.bench.scene;

import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Ledger;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.contest.Sample;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.environment.Registered;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.Cycle;
import io.integrator.webhooks.bench.load.EventBody;
import io.integrator.webhooks.bench.load.EventProducer;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Schedule;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.bench.process.Wait;
import io.integrator.webhooks.bench.subscriber.Tally;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.launcher.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The service while it drains one webhook's backlog, killed in the middle of it and started again. */
public final class KilledContestant implements Contestant {

    private static final Share SHARE =
            new Share("crash", EventType.PAYMENT_COMPLETED, Group.MEASURED, Answer.AT_ONCE, 1);

    /** The share of a backlog after whose arrival it is killed: not at its start, and far from its end. */
    private static final double EARLIEST = 0.2;

    private static final double LATEST = 0.8;

    /** For a part of the backlog, and for all of it after a restart; bounds a run that is stuck, or that lost an event. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final double NANOS_PER_SECOND = 1e9;

    private final String name;
    private final Environment environment;
    private final long backlog;
    private final List<Registered> rounds = new ArrayList<>();

    /** @param backlog events of each round */
    public KilledContestant(String name, Environment environment, long backlog) {
        this.name = name;
        this.environment = environment;
        this.backlog = backlog;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare(int all) {
        for (int round = 0; round < all; round++) {
            Share own = SHARE.of(phase(round) + "-" + SHARE.integrator());
            rounds.addAll(environment.registry().register(List.of(own)));
        }
    }

    @Override
    public Sample play(int round) {
        String phase = phase(round);
        Registered registered = rounds.get(round);
        Cycle cycle = Cycle.of(List.of(registered.share()));
        long expected = 1 + backlog;
        environment.database().execute("checkpoint");
        String since = Books.now(environment.database());
        environment.subscriber().begin(phase);
        producer().publish(phase, cycle, 0, 1, Schedule.UNTIMED);
        awaitArrivals(phase, 1);
        environment.service().suspend();
        producer().publish(phase, cycle, 1, backlog, Schedule.atOnce());
        environment.service().resume();
        awaitArrivals(phase, killedAfter(round, backlog));
        environment.service().kill();
        long killed = System.nanoTime();
        long before = arrivedInTheEnd();
        if (before >= expected) {
            throw new CommandException("the run is void: nothing was left to deliver when the service was killed in "
                    + phase + "; a greater --backlog takes longer");
        }
        environment.service().startAgain();
        awaitArrivals(phase, before + 1);
        double recovery = (System.nanoTime() - killed) / NANOS_PER_SECOND;
        awaitArrivals(phase, expected);
        Ledger ledger = close(
                phase,
                new Books(
                        environment.database(), List.of(registered), new Books.Expected(expected, expected, 0), since));
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        values.put(Measure.REPEATS, (double) ledger.measured().repeats());
        values.put(Measure.RECOVERY, recovery);
        return Sample.of(values, ledger);
    }

    /** How many of a backlog arrive before a round's kill: others in each round, the same in each run. */
    static long killedAfter(int round, long backlog) {
        double share = EARLIEST + (LATEST - EARLIEST) * new SplittableRandom(round).nextDouble();
        return Math.max(1, (long) (share * backlog));
    }

    private EventProducer producer() {
        return environment.producer(environment.service().topic(), EventBody.DATA_BYTES);
    }

    private static String phase(int round) {
        return "killed" + round;
    }

    /** What the subscriber's socket still held of requests when their sender died has been read when two looks find the same. */
    private long arrivedInTheEnd() {
        long[] last = {-1};
        return Wait.until("the last request of the process that was killed", LIMIT, () -> {
            Tally tally = environment.subscriber().tallies().of(Group.MEASURED);
            boolean same = tally.posts() == last[0];
            last[0] = tally.posts();
            return same ? Optional.of(tally.posts() - tally.repeats()) : Optional.empty();
        });
    }

    private void awaitArrivals(String phase, long expected) {
        Wait.until("the run is void: the arrival of " + expected + " deliveries in " + phase, LIMIT, () -> {
            environment.service().requireAlive();
            long arrived = environment.subscriber().arrived(Group.MEASURED);
            return arrived >= expected ? Optional.of(arrived) : Optional.empty();
        });
    }

    /** Everything has arrived; now it has to be written down as well. */
    private Ledger close(String phase, Books books) {
        long latest = System.nanoTime() + LIMIT.toNanos();
        Ledger ledger = Wait.until("the ledger of " + phase, LIMIT.multipliedBy(2), () -> {
            Ledger now = books.balance(environment.subscriber().tallies()).after(1);
            return now.isBalanced() || System.nanoTime() - latest > 0 ? Optional.of(now) : Optional.empty();
        });
        if (!ledger.isBalanced()) {
            throw new CommandException("the run is void, its ledger does not balance in " + phase + ":\n  "
                    + String.join("\n  ", ledger.faults()));
        }
        return ledger;
    }
}
