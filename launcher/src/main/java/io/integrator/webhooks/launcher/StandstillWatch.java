package io.integrator.webhooks.launcher;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Sees what doesn't move any more. It counts its own turns rather than time: when the whole machine or process stood still, so
 * did this. May be added to by any thread; turns are one thread's.
 */
final class StandstillWatch {

    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    private static final class Watched {

        private final LongSupplier progress;
        private final int patience;
        private long last;
        private volatile int still;

        Watched(LongSupplier progress, int patience) {
            this.progress = progress;
            this.patience = patience;
        }

        void turn() {
            long now = progress.getAsLong();
            boolean begun = now != 0;
            still = begun && now == last ? still + 1 : 0;
            last = now;
        }
    }

    /**
     * Watches something from now on.
     *
     * @param progress a number that changes while it moves, and is 0 until it first has
     * @param patience for how many turns it may stand still
     */
    void add(String name, LongSupplier progress, int patience) {
        watched.put(name, new Watched(progress, patience));
    }

    /** Watches nothing any more. */
    void clear() {
        watched.clear();
    }

    /** Looks at each; to be called at even intervals. Gives the names of those with which patience has ended just now. */
    List<String> turn() {
        watched.values().forEach(Watched::turn);
        return watched.entrySet().stream()
                .filter(entry -> entry.getValue().still == entry.getValue().patience + 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** For how many turns something has stood still; empty when it moves, or isn't watched. */
    Optional<Integer> standstill(String name) {
        return Optional.ofNullable(watched.get(name))
                .filter(one -> one.still > one.patience)
                .map(one -> one.still);
    }

    /** What has stood still for more than so many turns, whatever the patience with it is. */
    List<String> stillFor(int turns) {
        return watched.entrySet().stream()
                .filter(entry -> entry.getValue().still > turns)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
