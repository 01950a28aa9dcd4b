package io.integrator.webhooks.delivery.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.store.TargetStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The webhooks of integrators, from a bounded cache that the news of changes keeps true. While that news isn't heard
 * nothing is taken from it. Of one event loop.
 */
public final class Targets {

    private static final long MAXIMUM_WEBHOOKS = 200_000;
    private static final Duration MAXIMUM_AGE = Duration.ofMinutes(10);

    private final TargetStore store;
    private final DeliveryMetrics metrics;
    private final Cache<String, Optional<List<Target>>> cache = Caffeine.newBuilder()
            .maximumWeight(MAXIMUM_WEBHOOKS)
            .<String, Optional<List<Target>>>weigher(
                    (integrator, targets) -> 1 + targets.map(List::size).orElse(0))
            .expireAfterWrite(MAXIMUM_AGE)
            .build();

    /** For each load under way, the integrators that changed meanwhile. */
    private final List<Set<String>> changedDuringLoads = new ArrayList<>();

    private boolean trusted;
    private int epoch;

    public Targets(TargetStore store, DeliveryMetrics metrics) {
        this.store = store;
        this.metrics = metrics;
    }

    /** The webhooks of each integrator, by its id; an integrator that isn't known is absent. One query for all that miss. */
    public Future<Map<String, List<Target>>> of(Collection<String> integratorIds) {
        Map<String, List<Target>> found = new HashMap<>();
        Set<String> missing = new HashSet<>();
        for (String integratorId : integratorIds) {
            Optional<List<Target>> cached = trusted ? cache.getIfPresent(integratorId) : null;
            if (cached == null) {
                missing.add(integratorId);
            } else {
                cached.ifPresent(targets -> found.put(integratorId, targets));
            }
        }
        if (trusted) {
            metrics.lookedUp(integratorIds.size() - missing.size(), missing.size());
        } else {
            metrics.distrusted(missing.size());
        }
        return missing.isEmpty() ? Future.succeededFuture(found) : load(missing, found);
    }

    /** What the cache is bounded by: its integrators and their webhooks. */
    public long cached() {
        return cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    /** The webhooks of all these integrators, by their own ids. */
    public Future<Map<UUID, Target>> byWebhook(Collection<String> integratorIds) {
        return of(integratorIds)
                .map(found -> found.values().stream()
                        .flatMap(List::stream)
                        .collect(Collectors.toMap(Target::webhookId, target -> target)));
    }

    // One set is not another because both are empty.
    @SuppressWarnings("ReferenceEquality")
    private Future<Map<String, List<Target>>> load(Set<String> missing, Map<String, List<Target>> found) {
        Set<String> changed = new HashSet<>();
        changedDuringLoads.add(changed);
        int asked = epoch;
        return store.load(missing)
                .onComplete(done -> changedDuringLoads.removeIf(set -> set == changed))
                .compose(loaded -> {
                    Set<String> stale = new HashSet<>(missing);
                    stale.retainAll(changed);
                    for (String integratorId : missing) {
                        if (!stale.contains(integratorId)) {
                            Optional<List<Target>> targets = Optional.ofNullable(loaded.get(integratorId));
                            targets.ifPresent(list -> found.put(integratorId, list));
                            if (trusted && asked == epoch) {
                                cache.put(integratorId, targets);
                            }
                        }
                    }
                    return stale.isEmpty() ? Future.succeededFuture(found) : load(stale, found);
                });
    }

    /** To be called when something of the integrator has changed. */
    public void changed(String integratorId) {
        cache.invalidate(integratorId);
        changedDuringLoads.forEach(changed -> changed.add(integratorId));
    }

    /** To be called when the news of changes can be relied on, or can't any more. */
    public void trust(boolean heard) {
        trusted = heard;
        // What is being loaded was asked for while changes weren't heard.
        epoch++;
        cache.invalidateAll();
    }
}
