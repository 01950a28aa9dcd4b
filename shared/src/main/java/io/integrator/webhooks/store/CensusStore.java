package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Counts what the tables {@code owed}, {@code lane} and {@code webhook} hold, over all integrators. One process at a time has the
 * turn to, for as long as its session lasts. What is read of {@code owed} is bounded: a table of more pages is counted by a sample
 * of as many.
 */
public final class CensusStore {

    /** Some 100 MB, which a million owed deliveries take. */
    private static final int MOST_PAGES = 12_500;

    private static final String TURN = "webhooks.census";

    private static final String OWED_PAGES =
            "select pg_relation_size('owed') / current_setting('block_size')::bigint as pages";

    private static final String COUNT_OWED = """
            select count(*) filter (where not l.held) as waiting, count(*) filter (where l.held) as held
            from owed o tablesample system ($1::real)
            join lane l using (webhook_id)
            """;

    private static final String OLDEST_OWED = """
            select o.event_key
            from lane l
            cross join lateral (select event_key from owed where webhook_id = l.webhook_id order by event_key limit 1) o
            where l.due_at is not null and not l.held
            order by o.event_key
            limit 1
            """;

    private static final String OLDEST_HELD = """
            select o.event_key
            from lane l
            cross join lateral (select event_key from owed where webhook_id = l.webhook_id order by event_key limit 1) o
            where l.held
            order by o.event_key
            limit 1
            """;

    private static final String OVERDUE = """
            select extract(epoch from now() - due_at)::double precision as seconds
            from lane
            where due_at <= now() and waits_until <= now() and not held
            order by due_at
            limit 1
            """;

    private static final String COUNT_WEBHOOKS = """
            select count(*) filter (where not disabled and failing_since is null) as enabled,
                count(*) filter (where not disabled and failing_since is not null) as failing,
                count(*) filter (where disabled_reason = 'failures') as disabled_failures,
                count(*) filter (where disabled_reason = 'gone') as disabled_gone,
                count(*) filter (where disabled_reason = 'manual') as disabled_manual
            from webhook
            """;

    private final Pool pool;
    private final InstantSource clock;
    private final int mostPages;

    /**
     * @param pool  of one connection that nobody else uses: the turn is its session's
     * @param clock the database's
     */
    public CensusStore(Pool pool, InstantSource clock) {
        this(pool, clock, MOST_PAGES);
    }

    /** @param mostPages of {@code owed} that are read */
    CensusStore(Pool pool, InstantSource clock, int mostPages) {
        this.pool = pool;
        this.clock = clock;
        this.mostPages = mostPages;
    }

    /** Takes the census; empty when it is another process's turn. */
    public Future<Optional<Census>> take() {
        return pool.withConnection(connection -> Turn.isTaken(connection, TURN)
                .compose(taken ->
                        taken ? count(connection).map(Optional::of) : Future.succeededFuture(Optional.empty())));
    }

    private Future<Census> count(SqlConnection connection) {
        return sampled(connection)
                .compose(percent -> Future.all(
                                one(connection, COUNT_OWED, Tuple.of(percent.floatValue())),
                                one(connection, OLDEST_OWED, Tuple.tuple()),
                                one(connection, OLDEST_HELD, Tuple.tuple()),
                                one(connection, OVERDUE, Tuple.tuple()),
                                one(connection, COUNT_WEBHOOKS, Tuple.tuple()))
                        .map(rows -> census(
                                percent,
                                rows.resultAt(0),
                                rows.resultAt(1),
                                rows.resultAt(2),
                                rows.resultAt(3),
                                rows.resultAt(4))));
    }

    /** How many percent of its pages are to be read of what is owed. */
    private Future<Double> sampled(SqlConnection connection) {
        return one(connection, OWED_PAGES, Tuple.tuple())
                .map(row -> Math.min(
                        100, 100.0 * mostPages / Math.max(1, row.orElseThrow().getLong("pages"))));
    }

    private static Future<Optional<Row>> one(SqlConnection connection, String statement, Tuple values) {
        return connection.preparedQuery(statement).execute(values).map(FirstRow::of);
    }

    private Census census(
            double percent,
            Optional<Row> owed,
            Optional<Row> oldest,
            Optional<Row> oldestHeld,
            Optional<Row> overdue,
            Optional<Row> webhooks) {
        Row counted = owed.orElseThrow();
        return new Census(
                Math.round(counted.getLong("waiting") * 100 / percent),
                Math.round(counted.getLong("held") * 100 / percent),
                ageOf(oldest),
                ageOf(oldestHeld),
                overdue.map(row -> Duration.ofMillis(Math.round(row.getDouble("seconds") * 1_000)))
                        .orElse(Duration.ZERO),
                webhooks(webhooks.orElseThrow()));
    }

    private Duration ageOf(Optional<Row> event) {
        return event.map(row -> TimeOrderedIds.instantOf(row.getUUID("event_key")))
                .map(since -> Duration.between(since, clock.instant()))
                .orElse(Duration.ZERO);
    }

    private static Census.Webhooks webhooks(Row row) {
        return new Census.Webhooks(
                row.getLong("enabled"),
                row.getLong("failing"),
                row.getLong("disabled_failures"),
                row.getLong("disabled_gone"),
                row.getLong("disabled_manual"));
    }
}
