package io.integrator.webhooks.delivery.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.domain.Target;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The webhooks of integrators, from a bounded cache that the news of changes keeps true. While that news isn't heard
 * nothing is taken from it. Of one event loop.
 */
public final class Targets {

    private static final long MAXIMUM_WEBHOOKS = 200_000;
    private static final Duration MAXIMUM_AGE = Duration.ofMinutes(10);

    private final Function<Set<String>, Future<Map<String, List<Target>>>> source;
    private final DeliveryMetrics metrics;

    /**
     * Of those that are known: events of others are passed over for good, so that one who has just become known must not be taken for
     * unknown until the news of it is heard.
     */
    private final Cache<String, List<Target>> cache = Caffeine.newBuilder()
            .maximumWeight(MAXIMUM_WEBHOOKS)
            .<String, List<Target>>weigher((integrator, targets) -> 1 + targets.size())
            .expireAfterWrite(MAXIMUM_AGE)
            .build();

    /** For each load under way, the integrators that changed meanwhile. */
    private final List<Set<String>> changedDuringLoads = new ArrayList<>();

    private boolean trusted;
    private int epoch;

    /** @param source gives the webhooks of each of some integrators, without those that aren't known */
    public Targets(Function<Set<String>, Future<Map<String, List<Target>>>> source, DeliveryMetrics metrics) {
        this.source = source;
        this.metrics = metrics;
    }

    /** The webhooks of each integrator, by its id; an integrator that isn't known is absent. One query for all that miss. */
    public Future<Map<String, List<Target>>> of(Collection<String> integratorIds) {
        Map<String, List<Target>> found = new HashMap<>();
        Set<String> missing = new HashSet<>();
        for (String integratorId : integratorIds) {
            List<Target> cached = trusted ? cache.getIfPresent(integratorId) : null;
            if (cached == null) {
                missing.add(integratorId);
            } else {
                found.put(integratorId, cached);
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

    /** Adds those that miss to what was found. All of it is as it is when the load ends: what changes meanwhile is loaded again. */
    // One set is not another because both are empty.
    @SuppressWarnings("ReferenceEquality")
    private Future<Map<String, List<Target>>> load(Set<String> missing, Map<String, List<Target>> found) {
        Set<String> changed = new HashSet<>();
        changedDuringLoads.add(changed);
        int asked = epoch;
        return source.apply(missing)
                .onComplete(done -> changedDuringLoads.removeIf(set -> set == changed))
                .compose(loaded -> {
                    Set<String> stale = new HashSet<>(missing);
                    stale.addAll(found.keySet());
                    stale.retainAll(changed);
                    if (asked != epoch) {
                        stale.addAll(found.keySet());
                    }
                    found.putAll(loaded);
                    found.keySet().removeAll(stale);
                    if (trusted && asked == epoch) {
                        loaded.forEach((integratorId, targets) -> {
                            if (!stale.contains(integratorId)) {
                                cache.put(integratorId, targets);
                            }
                        });
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
