package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The integrators that the platform has made known. */
public final class IntegratorStore {

    private static final String ADD = "insert into integrator (id) values ($1) on conflict do nothing";

    private static final String FIND = """
            select id, created_at, (select count(*) from webhook where integrator_id = i.id) as webhooks
            from integrator i
            where id = $1
            """;

    /** As a registration does it, so that none comes between. */
    private static final String LOCK = "select from integrator where id = $1 for update";

    private static final String REMOVE =
            "delete from integrator i where id = $1 and not exists (select from webhook where integrator_id = i.id)";

    private final Pool pool;

    /** An integrator, since when it is known, and how many webhooks it has. */
    public record Known(String id, Instant since, int webhooks) {}

    public IntegratorStore(Pool pool) {
        this.pool = pool;
    }

    /** Makes an integrator known; gives false when it was already. */
    public Future<Boolean> add(String integratorId) {
        return pool.preparedQuery(ADD).execute(Tuple.of(integratorId)).map(rows -> rows.rowCount() == 1);
    }

    /** The integrator; empty when it isn't known. */
    public Future<Optional<Known>> find(String integratorId) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(integratorId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Known(
                                row.getString("id"),
                                row.get(OffsetDateTime.class, "created_at").toInstant(),
                                row.getInteger("webhooks")))
                        .findFirst());
    }

    /** Makes an integrator unknown that has no webhook; gives false when it has one, or isn't known. */
    public Future<Boolean> remove(String integratorId) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(integratorId))
                .compose(locked -> connection.preparedQuery(REMOVE).execute(Tuple.of(integratorId)))
                .map(rows -> rows.rowCount() == 1));
    }
}
