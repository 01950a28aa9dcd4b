package io.integrator.webhooks.launcher.faults;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Fails one delivery in so many when it comes first, and accepts it when it comes again. */
final class FirstRefusals implements RecordingSubscriber.Answer {

    private final Set<Due> refused = ConcurrentHashMap.newKeySet();
    private final int oneIn;

    FirstRefusals(int oneIn) {
        this.oneIn = oneIn;
    }

    @Override
    public int to(Due due) {
        return Math.floorMod(due.hashCode(), oneIn) == 0 && refused.add(due) ? 500 : 200;
    }
}
