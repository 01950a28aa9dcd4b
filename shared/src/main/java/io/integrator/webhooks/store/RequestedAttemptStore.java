package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.Lease;
import io.integrator.webhooks.domain.TraceContext;
import io.integrator.webhooks.domain.Trigger;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The table {@code requested_attempt}: attempts that somebody asked for, until their outcomes are recorded. */
public final class RequestedAttemptStore {

    /** How many of a webhook's may wait to be made. */
    public static final int LIMIT_PER_WEBHOOK = 100;

    /** A test that hasn't been sent by then is dropped: whoever asked for it has long been answered. */
    static final Duration TEST_PATIENCE = Duration.ofMinutes(1);

    /** The lock keeps the webhook from being deleted before the request refers to it, and hinders nobody else. */
    private static final String FIND_WEBHOOK = """
            select w.disabled, (select count(*) from requested_attempt r where r.webhook_id = w.id) as waiting
            from webhook w
            where w.integrator_id = $1 and w.id = $2
            for key share of w
            """;

    private static final String FIND_EVENT = """
            -- Apart, or the planner might walk through all of the integrator's events, newest first, in search of the id.
            with found as materialized (
                select key from event where integrator_id = $1 and id = $2
            )
            select key from found order by key desc limit 1
            """;

    private static final String INSERT = """
            insert into requested_attempt (id, webhook_id, event_key, trigger, trace_context) values ($1, $2, $3, $4, $5)
            returning requested_at
            """;

    private static final String CLAIM = """
            with due as materialized (
                select r.id, w.disabled
                    or (r.trigger = 'test' and r.requested_at < now() - $3::double precision * interval '1 second') as void
                from requested_attempt r join webhook w on w.id = r.webhook_id
                where r.leased_until <= now()
                -- What nobody has tried goes before what had to be given back.
                order by r.leased_until, r.requested_at
                limit $1
                for update of r skip locked
            ), dropped as (
                delete from requested_attempt where id in (select id from due where void)
            ), claimed as (
                update requested_attempt r
                set leased_until = now() + $2::double precision * interval '1 second'
                from due d
                where r.id = d.id and not d.void
                returning r.id, r.webhook_id, r.event_key, r.trigger, r.leased_until, r.trace_context
            )
            select c.id, c.webhook_id, c.event_key, c.trigger, c.leased_until, c.trace_context, w.integrator_id, l.probes, o.number,
                e.id as event_id, e.type, e.occurred_at, e.body, e.trace_context as event_trace
            from claimed c
            join webhook w on w.id = c.webhook_id
            join lane l on l.webhook_id = c.webhook_id
            left join owed o on o.webhook_id = c.webhook_id and o.event_key = c.event_key
            left join lateral (
                select id, type, occurred_at, body, trace_context from event
                where integrator_id = w.integrator_id and key = c.event_key limit 1) e on true
            order by c.id
            """;

    private static final String GIVE_BACK = """
            update requested_attempt
            set leased_until = now() + $3::double precision * interval '1 second'
            where id = $1 and leased_until = $2
            """;

    private static final String WITHDRAW = "delete from requested_attempt where id = $1 and leased_until <= now()";

    private static final String SETTLE = """
            delete from requested_attempt
            where id in (
                -- In an order that two journals share: they would wait for each other otherwise.
                select id from requested_attempt where id = any ($1::uuid[]) order by id for update)
            """;

    private final Pool pool;

    /**
     * An attempt that this worker is to make.
     *
     * @param lease  its token is the request's id
     * @param number of the attempt that the schedule makes of this delivery next; 1 when it makes none
     * @param probes how often the breaker of the webhook's lane has probed; 0 when it is closed
     * @param event  empty when retention has dropped it
     * @param asked  of the request that asked for it; empty when it wasn't traced
     */
    public record Claimed(
            UUID webhookId,
            String integratorId,
            Trigger trigger,
            Lease lease,
            int number,
            int probes,
            Optional<DomainEvent> event,
            Optional<TraceContext> asked) {}

    public RequestedAttemptStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Asks for a test.
     *
     * @param id    names the request
     * @param test  the event to send, which is recorded with the request
     * @param trace what the attempt goes on from
     */
    public Future<AttemptRequest> requestTest(UUID id, UUID webhookId, DomainEvent test, Optional<TraceContext> trace) {
        return pool.withTransaction(connection -> refusal(connection, test.integratorId(), webhookId)
                .compose(refusal -> refusal.isPresent()
                        ? Future.succeededFuture(refusal.get())
                        : EventStore.insert(connection, List.of(test))
                                .compose(recorded ->
                                        insert(connection, id, webhookId, test.key(), Trigger.TEST, trace))));
    }

    /**
     * Asks for an event to be sent once more.
     *
     * @param id      names the request
     * @param eventId as its producer named it; the newest that the integrator has had
     * @param trace   what the attempt goes on from
     */
    public Future<AttemptRequest> requestResend(
            UUID id, String integratorId, UUID webhookId, String eventId, Optional<TraceContext> trace) {
        return pool.withTransaction(connection -> refusal(connection, integratorId, webhookId)
                .compose(refusal -> refusal.isPresent()
                        ? Future.succeededFuture(refusal.get())
                        : eventKey(connection, integratorId, eventId)
                                .compose(key -> key.isPresent()
                                        ? insert(connection, id, webhookId, key.get(), Trigger.MANUAL, trace)
                                        : Future.succeededFuture(new AttemptRequest.UnknownEvent()))));
    }

    private static Future<Optional<AttemptRequest>> refusal(
            SqlConnection connection, String integratorId, UUID webhookId) {
        return connection
                .preparedQuery(FIND_WEBHOOK)
                .execute(Tuple.of(integratorId, webhookId))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.of(new AttemptRequest.UnknownWebhook());
                    }
                    Row webhook = rows.iterator().next();
                    if (webhook.getBoolean("disabled")) {
                        return Optional.of(new AttemptRequest.DisabledWebhook());
                    }
                    return webhook.getLong("waiting") >= LIMIT_PER_WEBHOOK
                            ? Optional.of(new AttemptRequest.TooMany(LIMIT_PER_WEBHOOK))
                            : Optional.empty();
                });
    }

    private static Future<Optional<UUID>> eventKey(SqlConnection connection, String integratorId, String eventId) {
        return connection
                .preparedQuery(FIND_EVENT)
                .execute(Tuple.of(integratorId, eventId))
                .map(rows -> FirstRow.of(rows).map(row -> row.getUUID("key")));
    }

    private static Future<AttemptRequest> insert(
            SqlConnection connection,
            UUID id,
            UUID webhookId,
            UUID eventKey,
            Trigger trigger,
            Optional<TraceContext> trace) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(
                        id,
                        webhookId,
                        eventKey,
                        trigger.wireName(),
                        trace.map(TraceContext::text).orElse(null)))
                .map(rows -> new AttemptRequest.Taken(rows.iterator()
                        .next()
                        .get(OffsetDateTime.class, "requested_at")
                        .toInstant()));
    }

    /**
     * Takes requests that no worker is at, the oldest first. Those of webhooks that have been disabled meanwhile, and tests that
     * nobody waits for any more, are dropped.
     *
     * @param limit how many at most
     * @param lease longer than a send can take
     */
    public Future<List<Claimed>> claim(int limit, Duration lease) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(limit, Columns.seconds(lease), Columns.seconds(TEST_PATIENCE)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RequestedAttemptStore::claimed)
                        .toList());
    }

    /** Ends a lease, as far as it is still this one; the request can be claimed again after a while. */
    public Future<Void> giveBack(Lease lease, Duration after) {
        return pool.preparedQuery(GIVE_BACK)
                .execute(Tuple.of(lease.token(), Columns.utc(lease.until()), Columns.seconds(after)))
                .mapEmpty();
    }

    /** Takes a request back, unless a worker is at it. */
    public Future<Void> withdraw(UUID id) {
        return pool.preparedQuery(WITHDRAW).execute(Tuple.of(id)).mapEmpty();
    }

    /** Removes requests of which nothing is left to do, within the caller's transaction. */
    public static Future<Void> settle(SqlConnection connection, List<UUID> ids) {
        return connection
                .preparedQuery(SETTLE)
                .execute(Tuple.of((Object) ids.toArray(UUID[]::new)))
                .mapEmpty();
    }

    private static Claimed claimed(Row row) {
        String integratorId = row.getString("integrator_id");
        Short number = row.getShort("number");
        return new Claimed(
                row.getUUID("webhook_id"),
                integratorId,
                Trigger.valueOf(row.getString("trigger").toUpperCase(Locale.ROOT)),
                new Lease(
                        row.getUUID("id"),
                        row.get(OffsetDateTime.class, "leased_until").toInstant()),
                number == null ? 1 : number,
                row.getInteger("probes"),
                EventStore.event(row, integratorId),
                TraceContext.ofText(row.getString("trace_context")));
    }
}
