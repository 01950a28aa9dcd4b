package io.integrator.webhooks.store;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.domain.DisabledReason;
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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** The table {@code webhook}, as the API reads and changes it. Every answer is given after the commit. */
public final class WebhookStore {

    /** How many webhooks an integrator may have ({@code policy.md}: limits). */
    public static final int LIMIT_PER_INTEGRATOR = 16;

    private static final String LOCK_INTEGRATOR = "select 1 from integrator where id = $1 for update";

    /** By a statement after the one that locks: what others registered while it waited for the lock has to be counted. */
    private static final String INSERT = """
            with registered as (
                insert into webhook (id, integrator_id, url, events, secret)
                select $1::uuid, integrator.id, $3::text, $4::text[], $5::bytea
                from integrator
                where integrator.id = $2 and (select count(*) from webhook where integrator_id = $2) < $6::integer
                returning id, integrator_id, url, events, failure_count, disabled
            ), with_lane as (
                insert into lane (webhook_id) select id from registered
            )
            select *, now() as changed_at from registered
            """;

    private static final String LIST = """
            select id, integrator_id, url, events, failure_count, disabled
            from webhook
            where integrator_id = $1 and ($2::boolean is null or disabled = $2) and ($3::uuid is null or id < $3)
            order by id desc
            limit $4
            """;

    private static final String FIND = """
            select id, integrator_id, url, events, failure_count, disabled
            from webhook
            where integrator_id = $1 and id = $2
            """;

    private static final String LOCK = FIND + " for no key update";

    private static final String UPDATE = """
            update webhook
            set url = $2,
                events = $3,
                subscribed_at = case when events = $3 then subscribed_at else now() end,
                revision = revision + case when $4 then 1 else 0 end,
                failure_count = case when $4 then 0 else failure_count end,
                failing_since = case when $4 then null else failing_since end,
                warned = case when $4 then 0 else warned end,
                disabled = $5,
                disabled_reason = case when not $5 then null else coalesce(disabled_reason, $6) end,
                disabled_at = case when not $5 then null else coalesce(disabled_at, now()) end
            where id = $1
            returning id, integrator_id, url, events, failure_count, disabled, now() as changed_at
            """;

    private static final String DELETE =
            "delete from webhook where integrator_id = $1 and id = $2 returning now() as changed_at";

    private static final String DISABLE = """
            update webhook w
            set disabled = true, disabled_reason = d.reason, disabled_at = now()
            from unnest($1::uuid[], $2::text[]) as d (id, reason)
            where w.id = d.id and not w.disabled
            returning w.id
            """;

    private final Pool pool;
    private final SecretCipher cipher;
    private final TimeOrderedIds ids;
    private final int backlogRate;

    /** @param backlogRate deliveries a second that a held backlog starts with after an enable */
    public WebhookStore(Pool pool, SecretCipher cipher, TimeOrderedIds ids, int backlogRate) {
        this.pool = pool;
        this.cipher = cipher;
        this.ids = ids;
        this.backlogRate = backlogRate;
    }

    /** Registers a webhook with a secret of its own, unless the integrator is unknown or has its limit. */
    public Future<Creation> create(String integratorId, String url, List<EventType> events) {
        return pool.withTransaction(connection -> {
            // Sent together: the connection has them done one after the other.
            Future<Boolean> known = lock(connection, integratorId);
            Future<Creation> created = createWithinLimit(connection, integratorId, url, events);
            return known.compose(
                    isKnown -> isKnown ? created : created.map(nothing -> new Creation.UnknownIntegrator()));
        });
    }

    /** The same, once for each key: a repetition gets the first answer, and what came to nothing can be asked for again. */
    public Future<Creation> create(String integratorId, String url, List<EventType> events, IdempotentRequest request) {
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
                .execute(Tuple.of(id, integratorId, url, wireNames(events), secret, LIMIT_PER_INTEGRATOR));
        Webhook webhook = new Webhook(id, integratorId, url, events, 0, false);
        Future<List<LifecycleEvent>> told = LifecycleStore.appendOfNew(connection, LifecycleNews.registered(webhook));
        return inserted.compose(rows -> told.map(lifecycle -> FirstRow.of(rows)
                .<Creation>map(row -> new Creation.Created(webhook(row), change(row, true), lifecycle))
                .orElseGet(() -> new Creation.LimitReached(LIMIT_PER_INTEGRATOR))));
    }

    /**
     * An integrator's webhooks, newest first.
     *
     * @param disabled only those that are, or aren't; empty for all
     * @param before   only those older than this one; empty to start with the newest
     */
    public Future<List<Webhook>> list(
            String integratorId, Optional<Boolean> disabled, Optional<UUID> before, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(integratorId, disabled.orElse(null), before.orElse(null), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(WebhookStore::webhook)
                        .toList());
    }

    /** The webhook; empty when there is none of this id, or it is another integrator's. */
    public Future<Optional<Webhook>> find(String integratorId, UUID id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(integratorId, id))
                .map(rows -> FirstRow.of(rows).map(WebhookStore::webhook));
    }

    /**
     * Changes a webhook. A change of url, and an enable, reset its failure count and close its breaker; an enable also
     * releases what was held, oldest first and throttled. Empty when there is no such webhook.
     */
    public Future<Optional<Changed>> change(String integratorId, UUID id, WebhookPatch patch) {
        return change(integratorId, id, patch, before -> {});
    }

    /**
     * The same on a condition.
     *
     * @param condition is told the webhook as it is, which nobody else can change meanwhile; what it throws fails the change
     *                  before anything has been changed
     */
    public Future<Optional<Changed>> change(
            String integratorId, UUID id, WebhookPatch patch, Consumer<Webhook> condition) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(integratorId, id))
                .map(rows -> FirstRow.of(rows).map(WebhookStore::webhook))
                .compose(found -> {
                    found.ifPresent(condition);
                    return found.map(before -> update(connection, before, patch).map(Optional::of))
                            .orElse(Future.succeededFuture(Optional.empty()));
                }));
    }

    private Future<Changed> update(SqlConnection connection, Webhook before, WebhookPatch patch) {
        String url = patch.url().orElse(before.url());
        List<EventType> events = patch.events().orElse(before.events());
        boolean disabled = patch.disabled().orElse(before.disabled());
        boolean moved = !url.equals(before.url());
        boolean enabled = before.disabled() && !disabled;
        boolean resubscribed = !events.equals(before.events());
        Future<Changed> changed = connection
                .preparedQuery(UPDATE)
                .execute(Tuple.of(
                        before.id(),
                        url,
                        wireNames(events),
                        moved || enabled,
                        disabled,
                        DisabledReason.MANUAL.wireName()))
                .compose(rows -> {
                    Row row = rows.iterator().next();
                    return LifecycleStore.append(connection, LifecycleNews.ofChange(before, webhook(row)))
                            .map(lifecycle -> new Changed(webhook(row), change(row, resubscribed), lifecycle));
                });
        return changed.compose(result -> {
            Future<Void> lane = Future.succeededFuture();
            if (enabled) {
                lane = LaneStore.release(connection, before.id(), backlogRate);
            } else if (disabled && !before.disabled()) {
                lane = LaneStore.hold(connection, new UUID[] {before.id()});
            } else if (moved) {
                lane = LaneStore.closeBreaker(connection, before.id());
            }
            return lane.map(result);
        });
    }

    /**
     * Deletes a webhook with everything owed to it. Gives the news to publish; empty when there was no such webhook. Its lane
     * is locked before it is deleted: whoever has the lane refers to the webhook next.
     */
    public Future<Optional<Deleted>> delete(String integratorId, UUID id) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(integratorId, id))
                .compose(rows -> FirstRow.of(rows)
                        .map(row -> delete(connection, webhook(row)).map(Optional::of))
                        .orElse(Future.succeededFuture(Optional.empty()))));
    }

    private static Future<Deleted> delete(SqlConnection connection, Webhook webhook) {
        return LaneStore.lock(connection, new UUID[] {webhook.id()})
                .compose(locked ->
                        connection.preparedQuery(DELETE).execute(Tuple.of(webhook.integratorId(), webhook.id())))
                .compose(rows -> {
                    WebhookChange change = new WebhookChange(
                            webhook.integratorId(),
                            Optional.of(webhook.id()),
                            false,
                            changedAt(rows.iterator().next()));
                    return LifecycleStore.append(connection, List.of(LifecycleNews.deleted(webhook)))
                            .map(lifecycle -> new Deleted(change, lifecycle));
                });
    }

    /**
     * Disables webhooks and holds what is owed to them, within the caller's transaction. Those that are disabled already
     * keep their reason.
     *
     * @param reasons one for each of {@code ids}
     * @return the ids of those that weren't disabled before
     */
    public static Future<List<UUID>> disable(SqlConnection connection, List<UUID> ids, List<DisabledReason> reasons) {
        UUID[] disabled = ids.toArray(UUID[]::new);
        return connection
                .preparedQuery(DISABLE)
                .execute(Tuple.of(disabled, Columns.of(reasons, String[]::new, DisabledReason::wireName)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("id"))
                        .toList())
                .compose(newly -> LaneStore.hold(connection, disabled).map(newly));
    }

    private static String[] wireNames(List<EventType> events) {
        return events.stream().map(EventType::wireName).toArray(String[]::new);
    }

    static Webhook webhook(Row row) {
        return new Webhook(
                row.getUUID("id"),
                row.getString("integrator_id"),
                row.getString("url"),
                events(row),
                row.getInteger("failure_count"),
                row.getBoolean("disabled"));
    }

    static List<EventType> events(Row row) {
        return Arrays.stream(row.getArrayOfStrings("events"))
                .flatMap(name -> EventType.ofWireName(name).stream())
                .toList();
    }

    private static WebhookChange change(Row row, boolean resubscribed) {
        return new WebhookChange(
                row.getString("integrator_id"), Optional.of(row.getUUID("id")), resubscribed, changedAt(row));
    }

    private static Instant changedAt(Row row) {
        return row.get(OffsetDateTime.class, "changed_at").toInstant();
    }
}
