package io.integrator.webhooks.api;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.integrator.webhooks.domain.Webhook;
import io.integrator.webhooks.store.ActivityStore;
import io.integrator.webhooks.store.ActivityStore.Window;
import io.integrator.webhooks.store.AttemptLog.Logged;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * One look at the database for all who listen. An attempt's id is of its start and it is recorded after its end, so each look
 * goes back for as long as an attempt and its record may take before the look before; what was told then is left out.
 */
final class ActivityLook {

    /** How long an attempt that has ended may wait to be recorded. While nothing can be written, no look succeeds either. */
    private static final Duration RECORDED_WITHIN = Duration.ofSeconds(10);

    /** How far back a stream can be resumed. */
    private static final Duration RESUMABLE = Duration.ofMinutes(5);

    /** The most attempts that are told at once, and that a window of one webhook is looked through for. */
    private static final int MOST_TOLD = 1_000;

    private static final int MOST_IN_WINDOW = 5_000;

    private static final String TOO_MANY = "There were more attempts than a stream tells at once; list them.";
    private static final String TOO_OLD = "The stream can't be resumed from there; list what came since.";

    private final ActivityStore store;
    private final Duration quick;
    private final Duration slow;
    private final StreamPosition now;
    private final Map<String, ActivityWatch> watches;
    private final List<View> views = new ArrayList<>();
    private final List<Joiner> joiners = new ArrayList<>();

    /** What one listener, or all who have listened before, may have to be told. */
    private static final class View {

        private final String integratorId;
        private final boolean joins;
        private final StreamPosition since;
        private final Map<UUID, UUID> webhookOf = new LinkedHashMap<>();
        private Set<UUID> wanted = Set.of();
        private boolean overrun;

        private View(String integratorId, boolean joins, StreamPosition since) {
            this.integratorId = integratorId;
            this.joins = joins;
            this.since = since;
        }
    }

    private record Ask(View view, Window window) {}

    /** @param view empty for one who begins, or can't resume */
    private record Joiner(ActivityWatch watch, StreamClient client, Optional<View> view) {}

    /**
     * @param sendDeadline the longest that an attempt takes
     * @param now          by the database's clock, not later than the look begins
     */
    ActivityLook(ActivityStore store, Duration sendDeadline, Instant now, Map<String, ActivityWatch> watches) {
        this.store = store;
        this.slow = sendDeadline.plus(RECORDED_WITHIN);
        this.quick = Duration.ofMillis(ActivityStore.QUICK_MS).plus(RECORDED_WITHIN);
        this.now = new StreamPosition(now);
        this.watches = Map.copyOf(watches);
        this.watches.forEach((integratorId, watch) -> {
            views.add(new View(integratorId, false, watch.position().orElse(this.now)));
            for (StreamClient client : watch.joining()) {
                Optional<View> view =
                        client.position().filter(this::isResumable).map(since -> new View(integratorId, true, since));
                view.ifPresent(views::add);
                joiners.add(new Joiner(watch, client, view));
            }
        });
    }

    private boolean isResumable(StreamPosition position) {
        // Another process's clock may be ahead of ours by a little.
        return position.lookedAt().isAfter(now.lookedAt().minus(RESUMABLE))
                && position.lookedAt().isBefore(now.lookedAt().plus(RECORDED_WITHIN));
    }

    /** Looks, and tells; when it fails, nobody has been told anything, and the next look makes good for it. */
    Future<Void> tell() {
        return store.webhooks(watches.keySet()).compose(webhooks -> {
            Map<String, List<Webhook>> present = webhooks.stream().collect(groupingBy(Webhook::integratorId));
            return findAttempts(present).compose(keys -> store.details(keys)).map(attempts -> tell(present, attempts));
        });
    }

    private Future<List<ActivityStore.Key>> findAttempts(Map<String, List<Webhook>> present) {
        List<Ask> asks = new ArrayList<>();
        for (View view : views) {
            for (Webhook webhook : present.getOrDefault(view.integratorId, List.of())) {
                asks.add(new Ask(view, new Window(webhook.id(), view.since.leastId(slow), view.since.leastId(quick))));
            }
        }
        return store.attempts(asks.stream().map(Ask::window).toList(), MOST_IN_WINDOW)
                .map(found -> {
                    for (int place = 0; place < asks.size(); place++) {
                        View view = asks.get(place).view();
                        UUID webhookId = asks.get(place).window().webhookId();
                        found.get(place).forEach(id -> view.webhookOf.put(id, webhookId));
                        view.overrun |= found.get(place).size() == MOST_IN_WINDOW;
                    }
                    return keysOfWhatIsWanted();
                });
    }

    private List<ActivityStore.Key> keysOfWhatIsWanted() {
        Set<ActivityStore.Key> keys = new LinkedHashSet<>();
        for (View view : views) {
            Set<UUID> ids = view.webhookOf.keySet();
            view.wanted = view.joins ? ids : watches.get(view.integratorId).untold(ids);
            view.overrun |= view.wanted.size() > MOST_TOLD;
            if (!view.overrun) {
                view.wanted.forEach(
                        id -> keys.add(new ActivityStore.Key(view.integratorId, view.webhookOf.get(id), id)));
            }
        }
        return List.copyOf(keys);
    }

    private Void tell(Map<String, List<Webhook>> present, List<Logged> attempts) {
        Map<UUID, Logged> byId = attempts.stream().collect(toMap(Logged::id, Function.identity()));
        for (View view : views) {
            if (!view.joins) {
                watches.get(view.integratorId)
                        .tell(
                                now,
                                present.getOrDefault(view.integratorId, List.of()),
                                eventsOf(view, byId),
                                view.webhookOf.keySet());
            }
        }
        joiners.forEach(joiner -> joiner.watch.welcome(joiner.client, missedBy(joiner, byId)));
        return null;
    }

    private static List<StreamEvent> missedBy(Joiner joiner, Map<UUID, Logged> attempts) {
        List<StreamEvent> reset = joiner.client.resumes() ? List.of(StreamEvent.reset(TOO_OLD)) : List.of();
        return joiner.view.map(view -> eventsOf(view, attempts)).orElse(reset);
    }

    private static List<StreamEvent> eventsOf(View view, Map<UUID, Logged> attempts) {
        return view.overrun
                ? List.of(StreamEvent.reset(TOO_MANY))
                : view.wanted.stream()
                        .map(attempts::get)
                        .filter(Objects::nonNull)
                        .sorted(comparing(Logged::startedAt).thenComparing(Logged::id))
                        .map(StreamEvent::of)
                        .toList();
    }
}
