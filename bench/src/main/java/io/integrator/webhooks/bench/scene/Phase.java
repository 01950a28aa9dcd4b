package io.integrator.webhooks.bench.scene;

import io.integrator.webhooks.bench.contest.Ledger;
import io.integrator.webhooks.bench.environment.Effort;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.environment.Registered;
import io.integrator.webhooks.bench.load.Cycle;
import io.integrator.webhooks.bench.load.EpochMicros;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Schedule;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.bench.process.Wait;
import io.integrator.webhooks.bench.subscriber.Tallies;
import io.integrator.webhooks.bench.subscriber.Tally;
import io.integrator.webhooks.launcher.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One scene played once, at one pressure, by webhooks of its own. */
final class Phase {

    /** For the measured deliveries of a phase to arrive once all are published: bounds a run that is stuck. */
    private static final Duration ARRIVAL_LIMIT = Duration.ofMinutes(3);

    /** For everything to be written down afterwards: longer than an attempt's deadline, and than a backlog takes to be parked. */
    private static final Duration BALANCE_LIMIT = Duration.ofSeconds(90);

    private static final long LEAD_MICROS = 100_000;

    private final Environment environment;
    private final String name;
    private final Pressure pressure;
    private final Scene scene;
    private final List<Registered> registered;

    /**
     * What a phase came to.
     *
     * @param measured   what arrived of the measured deliveries
     * @param deliveries how many those are
     * @param spent      by the service meanwhile
     * @param lateness   of the latest event at its publishing
     */
    record Result(Tally measured, long deliveries, Effort spent, Ledger ledger, Duration lateness) {}

    private Phase(Environment environment, String name, Pressure pressure, Scene scene, List<Registered> registered) {
        this.environment = environment;
        this.name = name;
        this.pressure = pressure;
        this.scene = scene;
        this.registered = registered;
    }

    /**
     * Registers the webhooks of a phase that is to be played later.
     *
     * @param name of lower-case letters and digits, like no other phase's of the run
     */
    static Phase register(Environment environment, String name, Pressure pressure, Scene scene) {
        Scene own = scene.in(name);
        return new Phase(
                environment, name, pressure, own, environment.registry().register(own.shares()));
    }

    Pressure pressure() {
        return pressure;
    }

    /**
     * Plays it.
     *
     * @param volume how much
     * @throws CommandException when its ledger doesn't balance
     */
    Result play(Volume volume) {
        List<Registered> all = new ArrayList<>(registered);
        all.addAll(scene.disturbance().prepare(environment.registry()));
        // What earlier phases left to be written back would be written back in this one.
        environment.database().execute("checkpoint");
        environment.subscriber().begin(name);
        Cycle cycle = Cycle.of(scene.shares());
        int primers = prime();
        scene.disturbance().release();
        long turns = pressure == Pressure.PACED ? volume.pacedTurns() : volume.backlogTurns();
        Books.Expected expected = expected(cycle, turns, primers);
        Duration lateness = Duration.ZERO;
        Effort before;
        if (pressure == Pressure.PACED) {
            before = environment.service().effort();
            lateness = publish(cycle, primers, turns, paced(cycle, volume));
        } else {
            before = environment.service().effort();
            environment.service().suspend();
            publish(cycle, primers, turns, Schedule.atOnce());
            environment.service().resume();
        }
        awaitArrivals(expected.measured(), ARRIVAL_LIMIT);
        Effort spent = environment.service().effort().since(before);
        Books books = new Books(environment.database(), all, expected);
        List<Registered> disturbing = all.stream()
                .filter(one -> one.share().group() == Group.DISTURBING)
                .toList();
        return new Result(
                environment.subscriber().tallies().of(Group.MEASURED),
                expected.measured() - primers,
                spent,
                close(books, disturbing),
                lateness);
    }

    private Duration publish(Cycle cycle, int first, long turns, Schedule schedule) {
        return environment.producer().publish(name, cycle, first, turns * cycle.length(), schedule);
    }

    private Books.Expected expected(Cycle cycle, long turns, int primers) {
        return new Books.Expected(
                primers + turns * cycle.length(),
                primers + cycle.events(Group.MEASURED, turns),
                cycle.events(Group.DISTURBING, turns) + scene.disturbance().owed());
    }

    /** One event for each measured webhook, so that what a first delivery takes to look up and to connect isn't measured. */
    private int prime() {
        List<Share> measured = scene.shares().stream()
                .filter(share -> share.group() == Group.MEASURED)
                .toList();
        Cycle once = Cycle.of(measured);
        environment.producer().publish(name, once, 0, once.length(), Schedule.UNTIMED);
        awaitArrivals(once.length(), BALANCE_LIMIT);
        return once.length();
    }

    private static Schedule paced(Cycle cycle, Volume volume) {
        return new Schedule(EpochMicros.now() + LEAD_MICROS, volume.turnsPerSecond() * cycle.length());
    }

    private void awaitArrivals(long expected, Duration limit) {
        Wait.until("the run is void: the arrival of " + expected + " measured deliveries in " + name, limit, () -> {
            environment.service().requireAlive();
            long arrived = environment.subscriber().arrived(Group.MEASURED);
            return arrived >= expected ? Optional.of(arrived) : Optional.empty();
        });
    }

    /** Lets what disturbed come to its end, and looks whether everything was written down. */
    private Ledger close(Books books, List<Registered> disturbing) {
        environment.registry().hold(disturbing);
        environment.subscriber().release();
        long latest = System.nanoTime() + BALANCE_LIMIT.toNanos();
        Ledger ledger = Wait.until("the ledger of " + name, BALANCE_LIMIT.multipliedBy(2), () -> {
            environment.service().requireAlive();
            Tallies tallies = environment.subscriber().tallies();
            Ledger now = books.balance(tallies);
            boolean settled = now.isBalanced() && tallies.unanswered() == 0;
            return settled || System.nanoTime() - latest > 0 ? Optional.of(now) : Optional.empty();
        });
        if (!ledger.isBalanced()) {
            throw new CommandException("the run is void, its ledger does not balance in " + name + ":\n  "
                    + String.join("\n  ", ledger.faults()));
        }
        scene.disturbance().clear();
        environment.registry().delete(disturbing);
        return ledger;
    }
}
