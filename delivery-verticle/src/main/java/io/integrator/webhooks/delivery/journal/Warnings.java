package io.integrator.webhooks.delivery.journal;

import io.integrator.webhooks.delivery.policy.Warning;
import io.integrator.webhooks.delivery.policy.WarningRule;
import io.integrator.webhooks.domain.LifecycleNews;
import io.integrator.webhooks.store.AttemptStore;
import io.integrator.webhooks.store.AttemptStore.Count;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Warns of webhooks whose streaks are on their way to disabling them, once each. */
final class Warnings {

    private final WarningRule rule;
    private final InstantSource clock;

    Warnings(WarningRule rule, InstantSource clock) {
        this.rule = rule;
        this.clock = clock;
    }

    /**
     * Gives the news that is due, and remembers within the transaction that it has been given.
     *
     * @param counts of webhooks that are not disabled
     */
    Future<List<LifecycleNews>> of(SqlConnection connection, List<Count> counts) {
        Map<UUID, Integer> warned = new HashMap<>();
        List<LifecycleNews> news = new ArrayList<>();
        Instant now = clock.instant();
        for (Count count : counts) {
            List<Warning> due = rule.due(count.failureCount(), count.failingSince(), count.warned(), now);
            if (!due.isEmpty()) {
                warned.put(count.webhookId(), count.warned() + due.size());
                due.forEach(warning -> news.add(news(warning, count)));
            }
        }
        return warned.isEmpty()
                ? Future.succeededFuture(List.of())
                : AttemptStore.warn(connection, warned).map(news);
    }

    private LifecycleNews news(Warning warning, Count count) {
        return switch (warning) {
            case FAILING ->
                LifecycleNews.failing(
                        count.integratorId(), count.webhookId(), count.failureCount(), count.failingSince());
            case DISABLING_SOON ->
                LifecycleNews.disablingSoon(
                        count.integratorId(),
                        count.webhookId(),
                        count.failureCount(),
                        count.failingSince(),
                        rule.disablesAt(count.failingSince()));
        };
    }
}
