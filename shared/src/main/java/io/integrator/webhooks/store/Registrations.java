package io.integrator.webhooks.store;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.LifecycleNews;
import io.integrator.webhooks.domain.Webhook;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.signing.WebhookSecret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** New rows of the table {@code webhook}: within an integrator's limit, and once for each idempotency key. */
final class Registrations {

    private static final String LOCK_INTEGRATOR = "select 1 from integrator where id = $1 for update";

    /**
     * By a statement after the one that locks: what others registered while it waited for the lock has to be counted. Up to the limit, so
     * that the planner takes any integrator for as good as the next, and keeps one plan.
     */
    private static final String INSERT = """
            with registered as (
                insert into webhook (id, integrator_id, url, events, secret)
                select $1::uuid, integrator.id, $3::text, $4::text[], $5::bytea
                from integrator
                where integrator.id = $2
                  and (select count(*) from (select from webhook where integrator_id = $2 limit %1$d) as had) < %1$d
                returning id, integrator_id, url, events, failure_count, disabled
            ), with_lane as (
                insert into lane (webhook_id) select id from registered
            )
            select *, now() as changed_at from registered
            """.formatted(WebhookStore.LIMIT_PER_INTEGRATOR);

    private final Pool pool;
    private final SecretCipher cipher;
    private final TimeOrderedIds ids;

    Registrations(Pool pool, SecretCipher cipher, TimeOrderedIds ids) {
        this.pool = pool;
        this.cipher = cipher;
        this.ids = ids;
    }

    /** Registers a webhook with a secret of its own, unless the integrator is unknown or has its limit. */
    Future<Creation> create(String integratorId, String url, List<EventType> events) {
        return pool.withConnection(connection -> inOneTrip(connection, () -> {
            Future<Boolean> known = lock(connection, integratorId);
            Future<Creation> created = createWithinLimit(connection, integratorId, url, events);
            return known.compose(
                    isKnown -> isKnown ? created : created.map(nothing -> new Creation.UnknownIntegrator()));
        }));
    }

    /**
     * A transaction of statements that are all sent before one is answered; the connection has them done one after the other. When the
     * database refuses one it refuses those that follow as well, and to commit is to roll back. Not for parameters whose types may be
     * wrong: the client doesn't send such a statement, and the rest is committed.
     */
    private static <T> Future<T> inOneTrip(SqlConnection connection, Supplier<Future<T>> statements) {
        Future<?> begun = connection.query("begin").execute();
        Future<T> done = statements.get();
        Future<?> ended = connection.query("commit").execute();
        return Future.join(begun, done, ended).compose(all -> done);
    }

    /** The same, once for each key: a repetition gets the first answer, and what came to nothing can be asked for again. */
    Future<Creation> create(String integratorId, String url, List<EventType> events, IdempotentRequest request) {
        return pool.withTransaction(connection -> lock(connection, integratorId)
                .compose(isKnown -> isKnown
                        ? createOnce(connection, integratorId, url, events, request)
                        : Future.succeededFuture(new Creation.UnknownIntegrator())));
    }

    private Future<Creation> createOnce(
            SqlConnection connection,
            String integratorId,
            String url,
            List<EventType> events,
            IdempotentRequest request) {
        return IdempotencyStore.find(connection, integratorId, request.key())
                .compose(answered -> answered.map(before -> Future.succeededFuture(again(before, request)))
                        .orElseGet(() -> createWithinLimit(connection, integratorId, url, events)
                                .compose(creation -> keep(connection, creation, request))));
    }

    /** Registrations of one integrator are made one after the other. Gives whether it is known. */
    private static Future<Boolean> lock(SqlConnection connection, String integratorId) {
        return connection
                .preparedQuery(LOCK_INTEGRATOR)
                .execute(Tuple.of(integratorId))
                .map(rows -> rows.size() > 0);
    }

    private static Creation again(IdempotencyStore.Answered before, IdempotentRequest request) {
        return before.requestHash().equals(request.hash())
                ? new Creation.Repeated(before.response())
                : new Creation.KeyTaken();
    }

    private static Future<Creation> keep(SqlConnection connection, Creation creation, IdempotentRequest request) {
        return creation instanceof Creation.Created created
                ? IdempotencyStore.keep(
                                connection,
                                created.webhook().integratorId(),
                                request,
                                created.webhook().id(),
                                request.answer().apply(created.webhook()))
                        .map(creation)
                : Future.succeededFuture(creation);
    }

    /** To be asked for after the lock. An integrator that isn't known counts as one that has its limit. */
    private Future<Creation> createWithinLimit(
            SqlConnection connection, String integratorId, String url, List<EventType> events) {
        UUID id = ids.next();
        Buffer secret = Buffer.buffer(cipher.seal(WebhookSecret.generate(), id));
        Future<RowSet<Row>> inserted = connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(id, integratorId, url, WebhookStore.wireNames(events), secret));
        Webhook webhook = new Webhook(id, integratorId, url, events, 0, false);
        Future<List<LifecycleEvent>> told = LifecycleStore.appendOfNew(connection, LifecycleNews.registered(webhook));
        return inserted.compose(rows -> told.map(lifecycle -> FirstRow.of(rows)
                .<Creation>map(row ->
                        new Creation.Created(WebhookStore.webhook(row), WebhookStore.change(row, true), lifecycle))
                .orElseGet(() -> new Creation.LimitReached(WebhookStore.LIMIT_PER_INTEGRATOR))));
    }
}
