package io.integrator.webhooks.store;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.domain.LifecycleNews;
import io.integrator.webhooks.domain.LifecycleType;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The table {@code lifecycle_event}: news of webhooks that Kafka doesn't have yet. Whoever adds to it has locked, made or
 * deleted the webhook in the same transaction, so that a webhook's rows become visible in the order of their places.
 */
public final class LifecycleStore {

    private static final String APPEND = """
            insert into lifecycle_event (id, integrator_id, webhook_id, type, occurred_at, data)
            select gen_random_uuid(), n.integrator_id, n.webhook_id, n.type, clock_timestamp(), n.data::jsonb
            from unnest($1::text[], $2::uuid[], $3::text[], $4::text[]) with ordinality
                as n (integrator_id, webhook_id, type, data, ordinal)
            order by n.ordinal
            returning place, id, integrator_id, webhook_id, type, occurred_at, data
            """;

    private static final String OLDEST = "select occurred_at from lifecycle_event order by place limit 1";

    private static final String TAKE_TURN = """
            update lifecycle_turn
            set token = $1, leased_until = clock_timestamp() + $2::double precision * interval '1 millisecond'
            where leased_until <= clock_timestamp()
            """;

    private static final String NEXT = """
            select place, id, integrator_id, webhook_id, type, occurred_at, data
            from lifecycle_event
            order by place
            limit $1
            """;

    private static final String END_TURN = """
            with ended as (
                update lifecycle_turn set leased_until = 'epoch' where token = $1
            )
            delete from lifecycle_event where place = any ($2::bigint[])
            """;

    private final Pool pool;

    public LifecycleStore(Pool pool) {
        this.pool = pool;
    }

    /** An event with its place among those that wait. */
    public record Waiting(long place, LifecycleEvent event) {}

    /** Records news within the caller's transaction; gives it as it is to be told once that has committed. */
    public static Future<List<LifecycleEvent>> append(SqlConnection connection, List<LifecycleNews> news) {
        if (news.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return connection
                .preparedQuery(APPEND)
                .execute(Tuple.of(
                        Columns.of(news, String[]::new, LifecycleNews::integratorId),
                        Columns.of(news, UUID[]::new, LifecycleNews::webhookId),
                        Columns.of(news, String[]::new, one -> one.type().wireName()),
                        Columns.of(news, String[]::new, one -> one.data().encode())))
                .map(rows -> waiting(rows).stream().map(Waiting::event).toList());
    }

    /** When what has waited longest came to pass; empty when nothing waits. */
    public Future<Optional<Instant>> oldest() {
        return pool.preparedQuery(OLDEST)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(LifecycleStore::occurredAt)
                        .findFirst());
    }

    /**
     * Takes the turn to send, unless another has it.
     *
     * @param term when the turn ends although nobody has ended it, as a process that died can't
     */
    public Future<Boolean> takeTurn(UUID token, Duration term) {
        return pool.preparedQuery(TAKE_TURN)
                .execute(Tuple.of(token, (double) term.toMillis()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** What has waited longest, in order; to be asked after the turn is taken, so that nothing is seen that another just sent. */
    public Future<List<Waiting>> next(int limit) {
        return pool.preparedQuery(NEXT).execute(Tuple.of(limit)).map(LifecycleStore::waiting);
    }

    /** Forgets what was sent, and ends the turn if it is still this one's. */
    public Future<Void> endTurn(UUID token, List<Long> sent) {
        return pool.preparedQuery(END_TURN)
                .execute(Tuple.of(token, Columns.of(sent, Long[]::new, place -> place)))
                .mapEmpty();
    }

    private static List<Waiting> waiting(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(LifecycleStore::waiting)
                .toList();
    }

    private static Waiting waiting(Row row) {
        String type = row.getString("type");
        LifecycleNews news = new LifecycleNews(
                LifecycleType.ofWireName(type)
                        .orElseThrow(() -> new IllegalStateException("no type of lifecycle event: " + type)),
                row.getString("integrator_id"),
                row.getUUID("webhook_id"),
                row.get(JsonObject.class, "data"));
        return new Waiting(row.getLong("place"), new LifecycleEvent(row.getUUID("id"), occurredAt(row), news));
    }

    static Instant occurredAt(Row row) {
        return row.get(OffsetDateTime.class, "occurred_at").toInstant();
    }
}
