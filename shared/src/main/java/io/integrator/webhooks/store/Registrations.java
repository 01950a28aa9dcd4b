package io.integrator.webhooks.store;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.LifecycleNews;
import io.integrator.webhooks.domain.Webhook;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.signing.WebhookSecret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** New rows of the table {@code webhook}: within an integrator's limit, and once for each idempotency key. */
final class Registrations {

    private static final String LOCK_INTEGRATOR = "select 1 from integrator where id = $1 for update";

    private static final String REGISTER = """
            select known, changed_at, news_id, news_at as occurred_at from register_webhook($1, $2, $3, $4, $5, $6, $7, $8)
            """;

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
        return create(pool, integratorId, url, events);
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
                        .orElseGet(() -> create(connection, integratorId, url, events)
                                .compose(creation -> keep(connection, creation, request))));
    }

    /** So that the same key isn't looked for by two. Gives whether the integrator is known. */
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

    private Future<Creation> create(SqlClient client, String integratorId, String url, List<EventType> events) {
        UUID id = ids.next();
        Webhook webhook = new Webhook(id, integratorId, url, events, 0, false);
        LifecycleNews news = LifecycleNews.registered(webhook);
        return client.preparedQuery(REGISTER)
                .execute(Tuple.of(
                        id,
                        integratorId,
                        url,
                        WebhookStore.wireNames(events),
                        Buffer.buffer(cipher.seal(WebhookSecret.generate(), id)),
                        WebhookStore.LIMIT_PER_INTEGRATOR,
                        news.type().wireName(),
                        news.data()))
                .map(rows -> creation(rows.iterator().next(), webhook, news));
    }

    private static Creation creation(Row row, Webhook webhook, LifecycleNews news) {
        if (!row.getBoolean("known")) {
            return new Creation.UnknownIntegrator();
        }
        if (row.getUUID("news_id") == null) {
            return new Creation.LimitReached(WebhookStore.LIMIT_PER_INTEGRATOR);
        }
        WebhookChange change =
                new WebhookChange(webhook.integratorId(), Optional.of(webhook.id()), true, WebhookStore.changedAt(row));
        return new Creation.Created(
                webhook,
                change,
                List.of(new LifecycleEvent(row.getUUID("news_id"), LifecycleStore.occurredAt(row), news)));
    }
}
