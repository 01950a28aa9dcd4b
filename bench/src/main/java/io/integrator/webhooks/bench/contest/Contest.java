package io.integrator.webhooks.bench.contest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Lets contestants play by turns, so that whatever else changes on the machine changes for all of them. */
public final class Contest {

    private final List<Contestant> contestants;
    private final Consumer<String> progress;

    /**
     * What a contest came to.
     *
     * @param rounds   in order, the warm-up left out; each by the contestants' names, in their order
     * @param ledger   of everything, the warm-up included; it balances
     * @param lateness of the latest event at its publishing at a fixed rate
     */
    public record Result(List<Map<String, Sample>> rounds, Ledger ledger, Duration lateness) {}

    /** @param progress told what is being done, a line at a time */
    public Contest(List<Contestant> contestants, Consumer<String> progress) {
        this.contestants = List.copyOf(contestants);
        this.progress = progress;
    }

    /** Plays rounds to warm up, which count for nothing but the ledger, and then as many as asked for. */
    public Result run(int warmUp, int rounds) {
        contestants.forEach(contestant -> contestant.prepare(warmUp + rounds));
        List<Map<String, Sample>> played = new ArrayList<>();
        Ledger ledger = Ledger.EMPTY;
        Duration lateness = Duration.ZERO;
        for (int number = 0; number < warmUp + rounds; number++) {
            boolean counts = number >= warmUp;
            progress.accept(counts ? "round " + (number - warmUp + 1) + " of " + rounds : "warming up");
            Map<String, Sample> samples = play(number);
            for (Sample sample : samples.values()) {
                ledger = ledger.plus(sample.ledger());
                lateness = counts && sample.lateness().compareTo(lateness) > 0 ? sample.lateness() : lateness;
            }
            if (counts) {
                played.add(samples);
            }
        }
        return new Result(played, ledger, lateness);
    }

    /** From round to round the other end of the list is first. */
    private Map<String, Sample> play(int round) {
        List<Contestant> order = new ArrayList<>(contestants);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        Map<String, Sample> samples = new LinkedHashMap<>();
        contestants.forEach(contestant -> samples.put(contestant.name(), Sample.EMPTY));
        for (Contestant contestant : order) {
            Sample sample = contestant.play(round);
            samples.put(contestant.name(), sample);
            progress.accept(contestant.name() + ": " + sample.text());
        }
        return samples;
    }
}
