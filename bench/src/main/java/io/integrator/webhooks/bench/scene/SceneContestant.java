package io.integrator.webhooks.bench.scene;

import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Ledger;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.contest.Sample;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.environment.Registered;
import io.integrator.webhooks.bench.environment.Service;
import io.integrator.webhooks.bench.subscriber.ArrivalFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The service under one load, at one pressure or at both. */
public final class SceneContestant implements Contestant {

    private static final double NANOS_PER_MICRO = 1_000;
    private static final double BYTES_PER_KIB = 1_024;
    private static final double BYTES_PER_MIB = 1_024 * BYTES_PER_KIB;

    private final String name;
    private final Environment environment;
    private final Supplier<Scene> scene;
    private final Volume volume;
    private final Set<Pressure> pressures;
    private final Supplier<Service> service;
    private final Keeping keeping;
    private final List<List<Phase>> rounds = new ArrayList<>();

    private SceneContestant(
            String name,
            Environment environment,
            Supplier<Scene> scene,
            Volume volume,
            Set<Pressure> pressures,
            Supplier<Service> service,
            Keeping keeping) {
        this.name = name;
        this.environment = environment;
        this.scene = scene;
        this.volume = volume;
        this.pressures = pressures;
        this.service = service;
        this.keeping = keeping;
    }

    /**
     * What is the same from turn to turn.
     *
     * @param webhooks whether they are registered once for all turns, or for each phase
     * @param service  whether it is asked for once for all turns; else each has a process that was just started, and what that
     *                 holds is measured
     */
    private record Keeping(boolean webhooks, boolean service) {}

    /**
     * Under a load.
     *
     * @param scene asked for once, before anything is measured
     */
    public static SceneContestant of(
            String name, Environment environment, Supplier<Scene> scene, Volume volume, Set<Pressure> pressures) {
        return new SceneContestant(
                name,
                environment,
                scene,
                volume,
                Set.copyOf(pressures),
                environment::service,
                new Keeping(false, true));
    }

    /** The same with webhooks that are registered once, since they are too many to be registered for each phase; at one pressure. */
    public SceneContestant keepingWebhooks() {
        return new SceneContestant(
                name, environment, scene, volume, pressures, service, new Keeping(true, keeping.service));
    }

    /** The same by a service of so many processes, which are kept from turn to turn. */
    public SceneContestant servedBy(int processes) {
        return new SceneContestant(
                name, environment, scene, volume, pressures, () -> environment.service(processes), keeping);
    }

    /** The same by a process that is just started in each turn, so that it holds nothing of another; what it holds is measured. */
    public SceneContestant servedAfresh() {
        return new SceneContestant(
                name,
                environment,
                scene,
                volume,
                pressures,
                environment::freshService,
                new Keeping(keeping.webhooks, false));
    }

    @Override
    public String name() {
        return name;
    }

    /** Registers the webhooks of all phases, long before they are played: what a registration sets off isn't measured. */
    @Override
    public void prepare(int count) {
        Scene played = scene.get();
        String prefix = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        Scene own = played.in(prefix);
        List<Registered> kept = keeping.webhooks ? environment.registry().register(own.shares()) : List.of();
        for (int round = 0; round < count; round++) {
            List<Phase> phases = new ArrayList<>();
            for (Pressure pressure : Pressure.values()) {
                if (pressures.contains(pressure)) {
                    String phase = prefix + "r" + round + (pressure == Pressure.PACED ? "p" : "b");
                    phases.add(
                            keeping.webhooks
                                    ? new Phase(environment, phase, pressure, own, kept)
                                    : Phase.register(environment, phase, pressure, played));
                }
            }
            rounds.add(phases);
        }
    }

    @Override
    public Sample play(int round) {
        Service own = service.get();
        try {
            return play(round, own);
        } finally {
            if (!keeping.service) {
                own.close();
            }
        }
    }

    private Sample play(int round, Service own) {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        Ledger ledger = Ledger.EMPTY;
        Duration lateness = Duration.ZERO;
        for (Phase phase : rounds.get(round)) {
            Phase.Result result = phase.play(own, volume, !keeping.service);
            ledger = ledger.plus(result.ledger());
            lateness = result.lateness().compareTo(lateness) > 0 ? result.lateness() : lateness;
            values.putAll(figures(phase.pressure(), result));
        }
        return new Sample(values, ledger, lateness);
    }

    private static Map<Measure, Double> figures(Pressure pressure, Phase.Result result) {
        if (pressure == Pressure.PACED) {
            return ArrivalFigures.ofPaced(result.measured());
        }
        Map<Measure, Double> figures = new EnumMap<>(ArrivalFigures.ofBacklog(result.measured()));
        figures.put(Measure.CPU, result.spent().cpu().toNanos() / NANOS_PER_MICRO / result.deliveries());
        figures.put(Measure.ALLOCATION, result.spent().allocatedBytes() / BYTES_PER_KIB / result.deliveries());
        result.held().ifPresent(held -> {
            figures.put(Measure.LIVE_HEAP, held.liveHeapBytes() / BYTES_PER_MIB);
            figures.put(Measure.PEAK_MEMORY, held.peakMemoryBytes() / BYTES_PER_MIB);
        });
        return figures;
    }
}
