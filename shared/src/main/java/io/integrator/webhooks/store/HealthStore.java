package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.store.WebhookHealth.Breaker;
import io.integrator.webhooks.store.WebhookHealth.Failure;
import io.integrator.webhooks.store.WebhookHealth.LastDay;
import io.integrator.webhooks.store.WebhookHealth.Latency;
import io.integrator.webhooks.store.WebhookHealth.Success;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What the tables {@code webhook}, {@code lane}, {@code owed} and {@code attempt} together tell of a webhook's health. */
public final class HealthStore {

    /** As many owed deliveries are counted at most. */
    public static final int MOST_OWED = 100_000;

    /** As many of the newest attempts are looked at, at most. */
    public static final int MOST_ATTEMPTS = 10_000;

    private static final Duration DAY = Duration.ofHours(24);

    /** The codes of failures: the newest of each is one look-up, however long ago it was. */
    private static final String[] FAILURES = Arrays.stream(OutcomeCode.values())
            .filter(code -> code != OutcomeCode.OK)
            .map(OutcomeCode::wireName)
            .toArray(String[]::new);

    /** Orders by what a range has fixed already leave but one index that gives the order ({@link AttemptLog}). */
    private static final String FIND = """
            select w.failure_count, w.failing_since, w.disabled, w.disabled_at, w.disabled_reason,
                l.held, l.probes, l.waits_until,
                (select count(*) from (select from owed where webhook_id = w.id limit $4) counted) as owed,
                (select event_key from owed where webhook_id = w.id order by event_key limit 1) as oldest_owed,
                -- A delivery under a lease is on its way, and comes next only if its worker dies.
                (select greatest(due_at, l.waits_until, l.paced_until) from owed
                 where webhook_id = w.id and (lease is null or due_at <= now())
                 order by due_at limit 1) as next_attempt_at,
                ok.id as ok_id, ok.status as ok_status,
                failed.id as failed_id, failed.status as failed_status, failed.outcome as failed_outcome,
                failed.detail as failed_detail,
                day.attempts, day.succeeded, day.p50, day.p95
            from webhook w
            join lane l on l.webhook_id = w.id
            left join lateral (
                select id, status from (
                    select id, status, outcome from attempt where webhook_id = w.id order by id desc limit $5) newest
                where outcome = 'ok'
                limit 1) ok on true
            left join lateral (
                select newest.* from unnest($6::text[]) failure (code)
                cross join lateral (
                    select id, status, outcome, detail from attempt
                    where webhook_id = w.id and outcome >= failure.code and outcome <= failure.code and outcome <> 'ok'
                    order by outcome desc, id desc limit 1) newest
                order by id desc
                limit 1) failed on true
            cross join lateral (
                select count(*) as attempts, count(*) filter (where outcome = 'ok') as succeeded,
                    percentile_disc(0.5) within group (order by duration_ms) filter (where status is not null) as p50,
                    percentile_disc(0.95) within group (order by duration_ms) filter (where status is not null) as p95
                from (
                    select outcome, status, duration_ms from attempt
                    where webhook_id = w.id and id >= $3
                    order by id desc limit $5) newest) day
            where w.integrator_id = $1 and w.id = $2
            """;

    private final Pool pool;
    private final InstantSource clock;
    private final int mostOwed;

    /** @param clock the database's */
    public HealthStore(Pool pool, InstantSource clock) {
        this(pool, clock, MOST_OWED);
    }

    /** @param mostOwed as many owed deliveries are counted at most */
    HealthStore(Pool pool, InstantSource clock, int mostOwed) {
        this.pool = pool;
        this.clock = clock;
        this.mostOwed = mostOwed;
    }

    /** The webhook's health; empty when the integrator has no such webhook. */
    public Future<Optional<WebhookHealth>> find(String integratorId, UUID webhookId) {
        Tuple values = Tuple.of(
                integratorId,
                webhookId,
                TimeOrderedIds.leastAt(clock.instant().minus(DAY)),
                mostOwed,
                MOST_ATTEMPTS,
                FAILURES);
        return IndexedReads.read(
                pool,
                connection -> connection
                        .preparedQuery(FIND)
                        .execute(values)
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(HealthStore::health)
                                .findFirst()));
    }

    private static WebhookHealth health(Row row) {
        boolean held = row.getBoolean("held");
        int owed = row.getInteger("owed");
        return new WebhookHealth(
                row.getInteger("failure_count"),
                instant(row, "failing_since"),
                row.getBoolean("disabled"),
                instant(row, "disabled_at"),
                Optional.ofNullable(row.getString("disabled_reason")),
                Optional.ofNullable(row.getUUID("ok_id")).map(id -> new Success(id, row.getInteger("ok_status"))),
                Optional.ofNullable(row.getUUID("failed_id")).map(id -> failure(id, row)),
                owed,
                held ? owed : 0,
                Optional.ofNullable(row.getUUID("oldest_owed")).map(TimeOrderedIds::instantOf),
                held ? Optional.empty() : instant(row, "next_attempt_at"),
                row.getInteger("probes") > 0
                        ? new Breaker.Open(instant(row, "waits_until").orElseThrow())
                        : new Breaker.Closed(),
                lastDay(row));
    }

    private static Failure failure(UUID id, Row row) {
        return new Failure(
                id,
                Optional.ofNullable(row.getInteger("failed_status")),
                row.getString("failed_outcome"),
                Optional.ofNullable(row.getString("failed_detail")));
    }

    private static LastDay lastDay(Row row) {
        return new LastDay(
                row.getInteger("attempts"),
                row.getInteger("succeeded"),
                Optional.ofNullable(row.getInteger("p50")).map(p50 -> new Latency(p50, row.getInteger("p95"))));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.get(OffsetDateTime.class, column)).map(OffsetDateTime::toInstant);
    }
}
