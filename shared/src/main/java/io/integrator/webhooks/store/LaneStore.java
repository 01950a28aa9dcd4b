package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The table {@code lane}: when a webhook next has something owed, and what holds it back. Whoever adds owed deliveries
 * locks the lane first, so that a claim never overlooks them.
 */
public final class LaneStore {

    private static final String LOCK =
            "select webhook_id from lane where webhook_id = any ($1::uuid[]) order by webhook_id for no key update";

    private static final String DUE = """
            update lane l
            set due_at = greatest(d.due_at, l.waits_until, l.paced_until)
            from unnest($1::uuid[], $2::timestamptz[]) as d (webhook_id, due_at)
            where l.webhook_id = d.webhook_id
              and (l.due_at is null or l.due_at > greatest(d.due_at, l.waits_until, l.paced_until))
            """;

    private static final String WAIT = """
            update lane l
            set waits_until = greatest(l.waits_until, s.waits_until),
                probes = greatest(l.probes, s.probes),
                drain_rate = case when l.drain_rate is not null then 1 end,
                due_at = case when s.probes > 0 then greatest(l.waits_until, s.waits_until)
                              else greatest(l.due_at, s.waits_until) end
            from unnest($1::uuid[], $2::timestamptz[], $3::int[], $4::int[]) as s (webhook_id, waits_until, probes, revision)
            join webhook w on w.id = s.webhook_id and w.revision = s.revision
            where l.webhook_id = s.webhook_id
            """;

    private static final String CLOSE = """
            update lane
            set waits_until = 'epoch', probes = 0, due_at = greatest(least(due_at, now()), paced_until)
            where webhook_id = any ($1::uuid[]) and (probes > 0 or waits_until > now())
            """;

    private static final String HOLD = "update lane set held = true where webhook_id = any ($1::uuid[])";

    private static final String RELEASE = """
            update lane
            set held = false, waits_until = 'epoch', paced_until = 'epoch', probes = 0,
                drain_rate = case when due_at is null then null else $2::double precision end,
                due_at = least(due_at, now())
            where webhook_id = $1
            """;

    private static final String DRAIN = """
            update lane
            set drain_rate = coalesce(drain_rate, $2::double precision),
                due_at = greatest(least(due_at, now()), waits_until, paced_until)
            where webhook_id = $1
            """;

    private static final String RELEASE_OWED =
            "update owed set due_at = now() where webhook_id = $1 and due_at > now() and lease is null";

    private LaneStore() {}

    /**
     * What a lane waits for.
     *
     * @param until    nothing is claimed before
     * @param probes   how often an open breaker has probed, the coming probe included; 0 when it is closed and this is a Retry-After
     * @param revision of the webhook whose subscriber it is about: with another nothing is waited for
     */
    public record Wait(UUID webhookId, Instant until, int probes, int revision) {}

    /** When a lane has something owed. */
    public record Due(UUID webhookId, Instant at) {}

    /** Locks the lanes for the rest of the transaction, in an order that can't deadlock. */
    public static Future<Void> lock(SqlConnection connection, UUID[] webhookIds) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of((Object) webhookIds))
                .mapEmpty();
    }

    /** Makes the lanes due no later than given, though not before what they wait for. Each must be locked, and stand once. */
    public static Future<Void> due(SqlConnection connection, List<Due> dues) {
        return connection
                .preparedQuery(DUE)
                .execute(Tuple.of(Columns.of(dues, UUID[]::new, Due::webhookId), Columns.ofInstants(dues, Due::at)))
                .mapEmpty();
    }

    /** Makes the lanes wait; each must be locked, and stand once. */
    public static Future<Void> await(SqlConnection connection, List<Wait> waits) {
        return connection
                .preparedQuery(WAIT)
                .execute(Tuple.of(
                        Columns.of(waits, UUID[]::new, Wait::webhookId),
                        Columns.ofInstants(waits, Wait::until),
                        Columns.of(waits, Integer[]::new, Wait::probes),
                        Columns.of(waits, Integer[]::new, Wait::revision)))
                .mapEmpty();
    }

    /** Closes the breakers of lanes whose subscriber has answered again, and makes what they owe due at once. */
    public static Future<Void> close(SqlConnection connection, UUID[] webhookIds) {
        return connection
                .preparedQuery(CLOSE)
                .execute(Tuple.of((Object) webhookIds))
                .mapEmpty();
    }

    static Future<Void> closeBreaker(SqlConnection connection, UUID webhookId) {
        return close(connection, new UUID[] {webhookId});
    }

    static Future<Void> hold(SqlConnection connection, UUID[] webhookIds) {
        return connection
                .preparedQuery(HOLD)
                .execute(Tuple.of((Object) webhookIds))
                .mapEmpty();
    }

    /** Has what the lane owes go out oldest first, so many a second to start with unless it does already. It must be locked. */
    static Future<Void> drain(SqlConnection connection, UUID webhookId, int rate) {
        return connection
                .preparedQuery(DRAIN)
                .execute(Tuple.of(webhookId, (double) rate))
                .mapEmpty();
    }

    static Future<Void> release(SqlConnection connection, UUID webhookId, int rate) {
        return connection
                .preparedQuery(RELEASE)
                .execute(Tuple.of(webhookId, (double) rate))
                .compose(released -> connection.preparedQuery(RELEASE_OWED).execute(Tuple.of(webhookId)))
                .mapEmpty();
    }
}
