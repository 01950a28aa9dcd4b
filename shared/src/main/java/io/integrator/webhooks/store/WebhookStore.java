package io.integrator.webhooks.store;

import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.LifecycleNews;
import io.integrator.webhooks.domain.Webhook;
import io.integrator.webhooks.signing.SecretCipher;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
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
    private final Registrations registrations;
    private final int backlogRate;

    /** @param backlogRate deliveries a second that a held backlog starts with after an enable */
    public WebhookStore(Pool pool, SecretCipher cipher, TimeOrderedIds ids, int backlogRate) {
        this.pool = pool;
        this.registrations = new Registrations(pool, cipher, ids);
        this.backlogRate = backlogRate;
    }

    /** Registers a webhook with a secret of its own, unless the integrator is unknown or has its limit. */
    public Future<Creation> create(String integratorId, String url, List<EventType> events) {
        return registrations.create(integratorId, url, events);
    }

    /** The same, once for each key: a repetition gets the first answer, and what came to nothing can be asked for again. */
    public Future<Creation> create(String integratorId, String url, List<EventType> events, IdempotentRequest request) {
        return registrations.create(integratorId, url, events, request);
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

    static String[] wireNames(List<EventType> events) {
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

    static WebhookChange change(Row row, boolean resubscribed) {
        return new WebhookChange(
                row.getString("integrator_id"), Optional.of(row.getUUID("id")), resubscribed, changedAt(row));
    }

    static Instant changedAt(Row row) {
        return row.get(OffsetDateTime.class, "changed_at").toInstant();
    }
}
