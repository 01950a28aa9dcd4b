package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.SentType;
import io.integrator.webhooks.domain.TraceContext;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The table {@code event}: what happened, whether anybody subscribed to it or not. */
public final class EventStore {

    /** How long an id names the same event ({@code policy.md}: which events). */
    public static final Duration SAME_ID_PERIOD = Duration.ofHours(24);

    /** How far another worker's clock may be ahead of this one's for the events that it recorded to be found. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    /** Of what is inserted, in order; the last only where an event is traced. */
    private static final List<String> TYPES = List.of("text", "uuid", "text", "text", "timestamptz", "bytea", "text");

    private static final String MISSING = """
            on conflict do nothing
            returning key
            """;

    private static final String INSERT_MISSING = insertion(1, false) + MISSING;

    private static final String INSERT_MISSING_TRACED = insertion(1, true) + MISSING;

    /** In an order that two journals share: they would wait for each other otherwise. */
    private static final Comparator<DomainEvent> IN_ORDER =
            Comparator.comparing(DomainEvent::integratorId).thenComparing(DomainEvent::id);

    /** For the rest of the transaction. */
    private static final String PLAN_EACH_TIME = "set local plan_cache_mode = " + Database.PLANNED_EACH_TIME;

    private static final String FIND = """
            select i.integrator_id, i.id, e.key
            from unnest($1::text[], $2::text[], $3::uuid[]) as i (integrator_id, id, since)
            -- One look-up an id, not a join, which reads all of the day while the planner knows nothing of it.
            cross join lateral (
                select key from event
                where integrator_id = i.integrator_id and id = i.id and key >= i.since
                  -- Between these for all, by which the planner leaves out the other days. No key is null; but it believes that
                  -- next to nothing is between two bounds when it doesn't know, and would read an integrator's keys for the id.
                  and key >= $4 and (key < $5 or key is null)
                limit 1) e
            """;

    private final Pool lookups;

    /** An event's identity: its id is unique per integrator. */
    public record Identity(String integratorId, String id) {}

    /** @param lookups {@link Database#lookups} */
    public EventStore(Pool lookups) {
        this.lookups = lookups;
    }

    /**
     * Those of the events that were recorded within the 24 hours before they were published, or since. One query, however many
     * they are.
     *
     * @param published when each was published, by its place in {@code identities}
     */
    public Future<Set<Identity>> recorded(List<Identity> identities, List<Instant> published, Instant now) {
        return lookups.preparedQuery(FIND)
                .execute(lookup(identities, published, now))
                .map(rows -> {
                    Set<Identity> recorded = new HashSet<>();
                    rows.forEach(
                            row -> recorded.add(new Identity(row.getString("integrator_id"), row.getString("id"))));
                    return recorded;
                });
    }

    /** The keys under which events of these identities were recorded within the 24 hours before {@code now}; in a transaction. */
    public static Future<Map<Identity, UUID>> keys(SqlConnection connection, List<Identity> identities, Instant now) {
        List<Instant> published = Collections.nCopies(identities.size(), now);
        // Both in one trip.
        Future<RowSet<Row>> planned = connection.query(PLAN_EACH_TIME).execute();
        Future<RowSet<Row>> found = connection.preparedQuery(FIND).execute(lookup(identities, published, now));
        return Future.all(planned, found).map(done -> {
            Map<Identity, UUID> keys = new HashMap<>();
            found.result()
                    .forEach(row -> keys.put(
                            new Identity(row.getString("integrator_id"), row.getString("id")), row.getUUID("key")));
            return keys;
        });
    }

    /**
     * Records events.
     *
     * @return the keys of those that weren't recorded before
     */
    public static Future<Set<UUID>> insert(SqlConnection connection, List<DomainEvent> events) {
        if (events.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        boolean traced = anyTraced(events);
        return connection
                .preparedQuery(traced ? INSERT_MISSING_TRACED : INSERT_MISSING)
                .execute(columns(Tuple.tuple(), events, traced))
                .map(rows -> {
                    Set<UUID> inserted = new HashSet<>();
                    rows.forEach(row -> inserted.add(row.getUUID("key")));
                    return inserted;
                });
    }

    /**
     * The insertion of events, by {@link #columns} from a parameter on; it fails when one of them is there.
     *
     * @param traced whether any of them is: where nothing is traced nothing is written of it
     */
    static String insertion(int firstParameter, boolean traced) {
        return """
                insert into event (integrator_id, key, id, type, occurred_at, body%s)
                select * from %s
                """.formatted(traced ? ", trace_context" : "", Columns.unnest(firstParameter, types(traced)));
    }

    /** The parameters of an insertion, so many. */
    static int parameters(boolean traced) {
        return types(traced).size();
    }

    private static List<String> types(boolean traced) {
        return traced ? TYPES : TYPES.subList(0, TYPES.size() - 1);
    }

    /** Whether one of the events is traced. */
    static boolean anyTraced(List<DomainEvent> events) {
        for (DomainEvent event : events) {
            if (event.trace().isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Adds the parameters of an insertion. */
    static Tuple columns(Tuple tuple, List<DomainEvent> unordered, boolean traced) {
        List<DomainEvent> events = unordered.stream().sorted(IN_ORDER).toList();
        Tuple columns = tuple.addValue(Columns.of(events, String[]::new, DomainEvent::integratorId))
                .addValue(Columns.of(events, UUID[]::new, DomainEvent::key))
                .addValue(Columns.of(events, String[]::new, DomainEvent::id))
                .addValue(
                        Columns.of(events, String[]::new, event -> event.type().wireName()))
                .addValue(Columns.ofInstants(events, DomainEvent::occurredAt))
                .addValue(Columns.of(events, Buffer[]::new, DomainEvent::body));
        return traced
                ? columns.addValue(Columns.of(
                        events,
                        String[]::new,
                        event -> event.trace().map(TraceContext::text).orElse(null)))
                : columns;
    }

    /**
     * The event of a row that has its columns {@code event_id}, {@code type}, {@code occurred_at}, {@code body} and
     * {@code event_trace}, with its key as {@code event_key}; empty when retention has dropped it.
     */
    static Optional<DomainEvent> event(Row row, String integratorId) {
        return Optional.ofNullable(row.getString("event_id"))
                .map(id -> new DomainEvent(
                        row.getUUID("event_key"),
                        integratorId,
                        id,
                        SentType.ofWireName(row.getString("type")).orElseThrow(),
                        row.get(OffsetDateTime.class, "occurred_at").toInstant(),
                        row.getBuffer("body"),
                        TraceContext.ofText(row.getString("event_trace"))));
    }

    private static Tuple lookup(List<Identity> identities, List<Instant> published, Instant now) {
        return Tuple.of(
                Columns.of(identities, String[]::new, Identity::integratorId),
                Columns.of(identities, String[]::new, Identity::id),
                Columns.of(published, UUID[]::new, EventStore::firstKeyOfTheSame),
                published.stream()
                        .min(Comparator.naturalOrder())
                        .map(EventStore::firstKeyOfTheSame)
                        .orElseThrow(),
                TimeOrderedIds.leastAt(now.plus(CLOCK_SKEW)));
    }

    private static UUID firstKeyOfTheSame(Instant published) {
        return TimeOrderedIds.leastAt(published.minus(SAME_ID_PERIOD));
    }
}
