package io.integrator.webhooks.bench.subscriber;

import io.integrator.webhooks.bench.load.EventId;
import io.integrator.webhooks.bench.load.Group;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** What has arrived since a phase began, counted and timed as it comes. Of one event loop. */
final class Arrivals {

    private static final int DIGITS = 3;

    private final Map<Group, Count> counts = new EnumMap<>(Group.class);

    /** The numbers of the events that have arrived, by the webhook. */
    private final List<BitSet> seen = new ArrayList<>();

    private String phase = "";
    private long strays;

    private static final class Count {
        private final Histogram latencies = new Histogram(DIGITS);
        private final Histogram arrivals = new Histogram(DIGITS);
        private long firstMicros;
        private long posts;
        private long repeats;
    }

    Arrivals() {
        begin("");
    }

    /** Forgets what was before; events that other phases published are strays from now on. */
    void begin(String name) {
        phase = name;
        strays = 0;
        seen.clear();
        for (Group group : Group.values()) {
            counts.put(group, new Count());
        }
    }

    /**
     * Takes note of a request that has arrived whole.
     *
     * @param webhook tells those apart that have the same events, from 0
     * @param id      empty when no phase published its event
     */
    void arrived(Group group, int webhook, Optional<EventId> id, long nowMicros) {
        if (id.isPresent() && !id.get().phase().equals(phase)) {
            strays++;
            return;
        }
        Count count = counts.get(group);
        count.posts++;
        id.ifPresent(event -> take(count, webhook, event, nowMicros));
    }

    /** How many deliveries of a group have arrived, repeats left out. */
    long arrived(Group group) {
        Count count = counts.get(group);
        return count.posts - count.repeats;
    }

    /** A copy that later arrivals don't change. */
    Tallies tallies(long unanswered) {
        Map<Group, Tally> groups = new EnumMap<>(Group.class);
        counts.forEach((group, count) -> groups.put(
                group, new Tally(count.posts, count.repeats, count.latencies.copy(), count.arrivals.copy())));
        return new Tallies(groups, strays, unanswered);
    }

    private void take(Count count, int webhook, EventId event, long nowMicros) {
        while (seen.size() <= webhook) {
            seen.add(new BitSet());
        }
        BitSet ofWebhook = seen.get(webhook);
        if (ofWebhook.get(event.number())) {
            count.repeats++;
            return;
        }
        ofWebhook.set(event.number());
        if (event.scheduledMicros() > 0) {
            // A clock that was set back would make an arrival come before its event.
            count.latencies.recordValue(Math.max(0, nowMicros - event.scheduledMicros()));
            count.firstMicros = count.firstMicros == 0 ? nowMicros : count.firstMicros;
            count.arrivals.recordValue(Math.max(0, nowMicros - count.firstMicros));
        }
    }
}
