package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.DomainEvent;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The table {@code event}: what happened, whether anybody subscribed to it or not. */
public final class EventStore {

    /** How long an id names the same event ({@code policy.md}: which events). */
    public static final Duration SAME_ID_PERIOD = Duration.ofHours(24);

    private static final String INSERT = """
            insert into event (integrator_id, key, id, type, occurred_at, body)
            select * from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::bytea[])
            on conflict do nothing
            returning key
            """;

    private static final String FIND = """
            select e.integrator_id, e.id, e.key
            from unnest($1::text[], $2::text[]) as i (integrator_id, id)
            join event e on e.integrator_id = i.integrator_id and e.id = i.id
            where e.key >= $3
            """;

    private final Pool pool;

    /** An event's identity: its id is unique per integrator. */
    public record Identity(String integratorId, String id) {}

    public EventStore(Pool pool) {
        this.pool = pool;
    }

    /** Those of the events that were recorded within the 24 hours before {@code now}. One query, however many they are. */
    public Future<Set<Identity>> recorded(List<Identity> identities, Instant now) {
        return pool.preparedQuery(FIND).execute(lookup(identities, now)).map(rows -> {
            Set<Identity> recorded = new HashSet<>();
            rows.forEach(row -> recorded.add(new Identity(row.getString("integrator_id"), row.getString("id"))));
            return recorded;
        });
    }

    /** The keys under which events of these identities were recorded within the 24 hours before {@code now}. */
    public static Future<Map<Identity, UUID>> keys(SqlConnection connection, List<Identity> identities, Instant now) {
        return connection.preparedQuery(FIND).execute(lookup(identities, now)).map(rows -> {
            Map<Identity, UUID> keys = new HashMap<>();
            rows.forEach(row ->
                    keys.put(new Identity(row.getString("integrator_id"), row.getString("id")), row.getUUID("key")));
            return keys;
        });
    }

    /**
     * Records events.
     *
     * @return the keys of those that weren't recorded before
     */
    public static Future<Set<UUID>> insert(SqlConnection connection, List<DomainEvent> events) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(
                        Columns.of(events, String[]::new, DomainEvent::integratorId),
                        Columns.of(events, UUID[]::new, DomainEvent::key),
                        Columns.of(events, String[]::new, DomainEvent::id),
                        Columns.of(events, String[]::new, event -> event.type().wireName()),
                        Columns.ofInstants(events, DomainEvent::occurredAt),
                        Columns.of(events, Buffer[]::new, DomainEvent::body)))
                .map(rows -> {
                    Set<UUID> inserted = new HashSet<>();
                    rows.forEach(row -> inserted.add(row.getUUID("key")));
                    return inserted;
                });
    }

    private static Tuple lookup(List<Identity> identities, Instant now) {
        return Tuple.of(
                Columns.of(identities, String[]::new, Identity::integratorId),
                Columns.of(identities, String[]::new, Identity::id),
                TimeOrderedIds.leastAt(now.minus(SAME_ID_PERIOD)));
    }
}
