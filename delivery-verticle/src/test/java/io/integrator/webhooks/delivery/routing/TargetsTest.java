package io.integrator.webhooks.delivery.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.domain.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken from the cache, by a store that answers when a test says so. */
class TargetsTest {

    private static final List<Target> OLD = List.of(target(1));
    private static final List<Target> NEW = List.of(target(2));

    private final List<Set<String>> asked = new ArrayList<>();
    private final Deque<Promise<Map<String, List<Target>>>> answers = new ArrayDeque<>();
    private final Targets targets = new Targets(
            integrators -> {
                asked.add(Set.copyOf(integrators));
                Promise<Map<String, List<Target>>> answer = Promise.promise();
                answers.add(answer);
                return answer.future();
            },
            new DeliveryMetrics(new SimpleMeterRegistry()));

    @BeforeEach
    void hearNews() {
        targets.trust(true);
    }

    private static Target target(int revision) {
        return new Target(
                new UUID(0, 1),
                "acme",
                "https://example.com/",
                Set.of(),
                List.of(),
                revision,
                false,
                false,
                Instant.EPOCH);
    }

    private Future<Map<String, List<Target>>> cacheAcmeAndAskForOtherToo() {
        targets.of(Set.of("acme"));
        answers.remove().complete(Map.of("acme", OLD));
        return targets.of(Set.of("acme", "other"));
    }

    @Test
    void whatIsKnownIsAskedForOnce() {
        targets.of(Set.of("acme"));
        answers.remove().complete(Map.of("acme", OLD));

        assertThat(targets.of(Set.of("acme")).result()).containsExactly(Map.entry("acme", OLD));
        assertThat(asked).hasSize(1);
    }

    /** Its events are passed over for good: the news that it is known may be late, and the answer to its registration isn't. */
    @Test
    void whoIsUnknownIsAskedForAgain() {
        targets.of(Set.of("acme"));
        answers.remove().complete(Map.of());

        Future<Map<String, List<Target>>> again = targets.of(Set.of("acme"));
        answers.remove().complete(Map.of("acme", NEW));

        assertThat(again.result()).containsExactly(Map.entry("acme", NEW));
    }

    @Test
    void whatChangesWhileOthersAreLoadedIsLoadedAgain() {
        Future<Map<String, List<Target>>> both = cacheAcmeAndAskForOtherToo();
        targets.changed("acme");
        answers.remove().complete(Map.of("other", List.of()));

        answers.remove().complete(Map.of("acme", NEW));

        assertThat(both.result()).containsOnly(Map.entry("acme", NEW), Map.entry("other", List.of()));
        assertThat(asked).containsExactly(Set.of("acme"), Set.of("other"), Set.of("acme"));
    }

    @Test
    void whatWasCachedIsLoadedAgainWhenTheNewsIsNoLongerHeard() {
        Future<Map<String, List<Target>>> both = cacheAcmeAndAskForOtherToo();
        targets.trust(false);
        answers.remove().complete(Map.of("other", List.of()));

        answers.remove().complete(Map.of("acme", NEW));

        assertThat(both.result()).containsOnly(Map.entry("acme", NEW), Map.entry("other", List.of()));
    }

    @Test
    void whatChangesWhileItIsLoadedIsLoadedAgain() {
        Future<Map<String, List<Target>>> one = targets.of(Set.of("acme"));
        targets.changed("acme");
        answers.remove().complete(Map.of("acme", OLD));

        answers.remove().complete(Map.of("acme", NEW));

        assertThat(one.result()).containsExactly(Map.entry("acme", NEW));
    }
}
