package io.integrator.webhooks.bench.scene;

import io.integrator.webhooks.bench.contest.Ledger;
import io.integrator.webhooks.bench.environment.Effort;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.environment.Footprint;
import io.integrator.webhooks.bench.environment.Registered;
import io.integrator.webhooks.bench.environment.Service;
import io.integrator.webhooks.bench.load.Cycle;
import io.integrator.webhooks.bench.load.EpochMicros;
import io.integrator.webhooks.bench.load.EventProducer;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Schedule;
import io.integrator.webhooks.bench.process.Wait;
import io.integrator.webhooks.bench.subscriber.Tallies;
import io.integrator.webhooks.bench.subscriber.Tally;
import io.integrator.webhooks.launcher.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One scene played once, at one pressure. */
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
     * @param held       by the service when all had arrived; empty unless asked for
     * @param lateness   of the latest event at its publishing
     */
    record Result(
            Tally measured,
            long deliveries,
            Effort spent,
            Optional<Footprint> held,
            Ledger ledger,
            Duration lateness) {}

    /** @param registered the webhooks of the scene's shares, which may be other phases' of the same pressure too */
    Phase(Environment environment, String name, Pressure pressure, Scene scene, List<Registered> registered) {
        this.environment = environment;
        this.name = name;
        this.pressure = pressure;
        this.scene = scene;
        this.registered = registered;
    }

    /**
     * Registers webhooks of its own for a phase that is to be played later.
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
     * @param service    that delivers
     * @param volume     how much
     * @param asksMemory whether what the service holds is asked for, which has it collect its garbage
     * @throws CommandException when its ledger doesn't balance
     */
    Result play(Service service, Volume volume, boolean asksMemory) {
        List<Registered> all = new ArrayList<>(registered);
        all.addAll(scene.disturbance().prepare(environment.registry()));
        // What earlier phases left to be written back would be written back in this one.
        environment.database().execute("checkpoint");
        environment.subscriber().begin(name);
        String since = Books.now(environment.database());
        Cycle cycle = Cycle.of(scene.shares());
        long primers = prime(service);
        scene.disturbance().release();
        long events = volume.events(pressure, cycle.length());
        Books.Expected expected = expected(cycle, events, primers);
        Duration lateness = Duration.ZERO;
        Effort before = service.effort();
        if (pressure == Pressure.PACED) {
            lateness = publish(service, cycle, events, paced(cycle, volume));
        } else {
            service.suspend();
            publish(service, cycle, events, Schedule.atOnce());
            service.resume();
        }
        awaitArrivals(service, expected.measured(), ARRIVAL_LIMIT);
        Effort spent = service.effort().since(before);
        Optional<Footprint> held = asksMemory ? Optional.of(service.footprint()) : Optional.empty();
        Books books = new Books(environment.database(), all, expected, since);
        List<Registered> disturbing = all.stream()
                .filter(one -> one.share().group() == Group.DISTURBING)
                .toList();
        return new Result(
                environment.subscriber().tallies().of(Group.MEASURED),
                expected.measured() - primers,
                spent,
                held,
                close(service, books, disturbing),
                lateness);
    }

    /** The primers' numbers are before theirs. */
    private Duration publish(Service service, Cycle cycle, long events, Schedule schedule) {
        return producer(service).publish(name, cycle, primers().length(), events, schedule);
    }

    private EventProducer producer(Service service) {
        return environment.producer(service.topic(), scene.dataBytes());
    }

    private Books.Expected expected(Cycle cycle, long events, long primed) {
        return new Books.Expected(
                primers().length() + events,
                primed + cycle.deliveries(Group.MEASURED, events),
                cycle.deliveries(Group.DISTURBING, events) + scene.disturbance().owed());
    }

    /**
     * One event for each measured webhook, so that what a first delivery takes to look up and to connect isn't measured.
     * Gives the deliveries that this comes to.
     */
    private long prime(Service service) {
        Cycle once = primers();
        long deliveries = once.deliveries(Group.MEASURED, once.length());
        producer(service).publish(name, once, 0, once.length(), Schedule.UNTIMED);
        awaitArrivals(service, deliveries, BALANCE_LIMIT);
        return deliveries;
    }

    private Cycle primers() {
        return Cycle.of(scene.shares().stream()
                .filter(share -> share.group() == Group.MEASURED)
                .toList());
    }

    private static Schedule paced(Cycle cycle, Volume volume) {
        return new Schedule(EpochMicros.now() + LEAD_MICROS, volume.turnsPerSecond() * cycle.length());
    }

    private void awaitArrivals(Service service, long expected, Duration limit) {
        Wait.until("the run is void: the arrival of " + expected + " measured deliveries in " + name, limit, () -> {
            service.requireAlive();
            long arrived = environment.subscriber().arrived(Group.MEASURED);
            return arrived >= expected ? Optional.of(arrived) : Optional.empty();
        });
    }

    /** Lets what disturbed come to its end, and looks whether everything was written down. */
    private Ledger close(Service service, Books books, List<Registered> disturbing) {
        environment.registry().hold(disturbing);
        environment.subscriber().release();
        long latest = System.nanoTime() + BALANCE_LIMIT.toNanos();
        Ledger ledger = Wait.until("the ledger of " + name, BALANCE_LIMIT.multipliedBy(2), () -> {
            service.requireAlive();
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
