package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.Webhook;
import io.integrator.webhooks.store.AttemptLog.Logged;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What happens to the webhooks of several integrators at once, for those who watch it happen. */
public final class ActivityStore {

    /** An attempt that took longer is slow: few are, and only they are recorded long after they have begun. */
    public static final int QUICK_MS = 1_000;

    private static final String WEBHOOKS = """
            select id, integrator_id, url, events, failure_count, disabled
            from webhook
            where integrator_id = any ($1)
            order by id
            """;

    /** A window at a time, each a range of the primary key: the plan is the same whatever the statistics say. */
    private static final String ATTEMPTS = """
            select w.place, a.id
            from unnest($1::int[], $2::uuid[], $3::uuid[], $4::uuid[]) as w (place, webhook_id, since, quick_since)
            cross join lateral (
                select id
                from attempt
                where webhook_id = w.webhook_id and id >= w.since and (id >= w.quick_since or duration_ms > $5)
                order by id
                limit $6
            ) a
            """;

    /** One row of each key at most, which keeps the plan from reading more than that. */
    private static final String DETAILS = """
            select a.*, e.id as event_id, e.type
            from unnest($1::text[], $2::uuid[], $3::uuid[]) as asked (integrator_id, webhook_id, id)
            cross join lateral (
                select id, webhook_id, event_key, number, trigger, outcome, status, detail, duration_ms, retry_at
                from attempt
                where webhook_id = asked.webhook_id and id = asked.id
                limit 1
            ) a
            cross join lateral (
                select id, type from event where integrator_id = asked.integrator_id and key = a.event_key limit 1
            ) e
            order by a.id
            """;

    private final Pool pool;

    /**
     * Where new attempts of a webhook may be.
     *
     * @param since      the least id of all
     * @param quickSince the least id of those that took no longer than {@link #QUICK_MS}
     */
    public record Window(UUID webhookId, UUID since, UUID quickSince) {}

    /** An attempt by its key. */
    public record Key(String integratorId, UUID webhookId, UUID id) {}

    public ActivityStore(Pool pool) {
        this.pool = pool;
    }

    /** The webhooks of integrators, as they are now. */
    public Future<List<Webhook>> webhooks(Collection<String> integratorIds) {
        return pool.preparedQuery(WEBHOOKS)
                .execute(Tuple.of(integratorIds.toArray(String[]::new)))
                .map(rows -> stream(rows).map(WebhookStore::webhook).toList());
    }

    /** The ids of the attempts in each window, in the order of the windows; of each the first {@code limit} by their start. */
    public Future<List<List<UUID>>> attempts(List<Window> windows, int limit) {
        List<List<UUID>> found = Stream.<List<UUID>>generate(ArrayList::new)
                .limit(windows.size())
                .toList();
        if (windows.isEmpty()) {
            return Future.succeededFuture(found);
        }
        Integer[] places = new Integer[windows.size()];
        for (int place = 0; place < places.length; place++) {
            places[place] = place;
        }
        return pool.preparedQuery(ATTEMPTS)
                .execute(Tuple.of(
                        places,
                        Columns.of(windows, UUID[]::new, Window::webhookId),
                        Columns.of(windows, UUID[]::new, Window::since),
                        Columns.of(windows, UUID[]::new, Window::quickSince),
                        QUICK_MS,
                        limit))
                .map(rows -> {
                    stream(rows)
                            .forEach(row -> found.get(row.getInteger("place")).add(row.getUUID("id")));
                    return found;
                });
    }

    /** Attempts in the order of their start; those that are no longer there are left out. */
    public Future<List<Logged>> details(List<Key> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return pool.preparedQuery(DETAILS)
                .execute(Tuple.of(
                        Columns.of(keys, String[]::new, Key::integratorId),
                        Columns.of(keys, UUID[]::new, Key::webhookId),
                        Columns.of(keys, UUID[]::new, Key::id)))
                .map(rows -> stream(rows).map(AttemptLog::logged).toList());
    }

    private static Stream<Row> stream(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
