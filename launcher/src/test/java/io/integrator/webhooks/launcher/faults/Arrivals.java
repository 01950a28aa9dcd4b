package io.integrator.webhooks.launcher.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When each POST reached the subscriber, whatever it was answered. Of any thread. */
final class Arrivals {

    private final Map<Due, List<Instant>> times = new ConcurrentHashMap<>();

    /** A POST is here, by this machine's clock, which is also Postgres's. */
    void note(Due due) {
        times.compute(due, (same, before) -> {
            List<Instant> after = before == null ? new ArrayList<>() : new ArrayList<>(before);
            after.add(Instant.now());
            return List.copyOf(after);
        });
    }

    /** The POSTs of each delivery, in their order. */
    Map<Due, List<Instant>> byDelivery() {
        return Map.copyOf(times);
    }
}
