package io.integrator.webhooks.bench.yardstick;

import io.integrator.webhooks.bench.environment.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Plays a scene with and without its disturbance by turns, so that whatever else changes on the machine changes both. */
public final class Comparison {

    private final Environment environment;
    private final Map<Condition, Scene> scenes;
    private final Volume volume;
    private final Consumer<String> progress;

    /**
     * What a comparison came to.
     *
     * @param rounds   in order, the warm-up left out
     * @param ledger   of all phases, the warm-up's included; it balances
     * @param lateness of the latest event at its publishing, in the paced phases
     */
    public record Result(List<Map<Condition, Sample>> rounds, Ledger ledger, Duration lateness) {}

    /** @param progress told what is being done, a line at a time */
    public Comparison(Environment environment, Map<Condition, Scene> scenes, Volume volume, Consumer<String> progress) {
        this.environment = environment;
        this.scenes = new EnumMap<>(scenes);
        this.volume = volume;
        this.progress = progress;
    }

    /** Plays a round to warm up, which counts for nothing but the ledger, and then as many as asked for. */
    public Result run(int rounds) {
        progress.accept("registering webhooks");
        List<Round> registered = new ArrayList<>();
        for (int number = 0; number <= rounds; number++) {
            registered.add(Round.register(environment, scenes, number));
        }
        List<Map<Condition, Sample>> samples = new ArrayList<>();
        Ledger ledger = Ledger.EMPTY;
        Duration lateness = Duration.ZERO;
        for (int number = 0; number <= rounds; number++) {
            progress.accept(number == 0 ? "warming up" : "round " + number + " of " + rounds);
            Round.Result result = registered.get(number).play(volume);
            ledger = ledger.plus(result.ledger());
            if (number > 0) {
                samples.add(result.samples());
                lateness = lateness.compareTo(result.lateness()) < 0 ? result.lateness() : lateness;
                result.samples()
                        .forEach((condition, sample) -> progress.accept(condition.label() + ": " + sample.text()));
            }
        }
        return new Result(samples, ledger, lateness);
    }
}
