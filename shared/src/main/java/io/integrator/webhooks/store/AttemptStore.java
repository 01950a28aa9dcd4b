package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Outcome;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;

/** The table {@code attempt}, and the failure counts that follow from what is added to it. */
public final class AttemptStore {

    /** Of what is inserted, in order. */
    private static final List<String> TYPES = List.of(
            "uuid", "uuid", "uuid", "smallint", "text", "text", "smallint", "text", "text", "int", "timestamptz");

    private static final List<String> TALLY_TYPES = List.of("uuid", "int", "boolean", "int", "timestamptz", "boolean");

    private static final String INSERT_MISSING = insertion(1) + """
            on conflict do nothing
            returning id
            """;

    private static final String COUNT = "with " + counting(1);

    private static final String WARN = """
            update webhook w
            set warned = n.warned
            from unnest($1::uuid[], $2::smallint[]) as n (id, warned)
            where w.id = n.id
            """;

    private AttemptStore() {}

    /**
     * An attempt to be recorded, with what was decided after it.
     *
     * @param counts  whether it is one of the failures that the webhook's count is made of
     * @param retryAt when the delivery is tried next; null when it is settled
     */
    public record Entry(Attempt attempt, boolean counts, Instant retryAt) {}

    /**
     * A webhook's count after a batch in which it changed.
     *
     * @param failingSince when its streak began; null when the count is 0
     * @param gone         whether it answered 410 in the batch, to an attempt that counts
     * @param warned       how many of the warnings of its streak have been told
     */
    public record Count(
            UUID webhookId,
            String integratorId,
            int failureCount,
            Instant failingSince,
            boolean disabled,
            boolean gone,
            int warned) {}

    /** Records attempts, each once however often it is given, and gives the counts that changed by it. */
    public static Future<List<Count>> record(SqlConnection connection, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return connection
                .preparedQuery(INSERT_MISSING)
                .execute(columns(Tuple.tuple(), entries))
                .compose(rows -> {
                    Set<UUID> missing = new HashSet<>();
                    rows.forEach(row -> missing.add(row.getUUID("id")));
                    return count(
                            connection,
                            AttemptTally.of(entries.stream()
                                    .filter(entry ->
                                            missing.remove(entry.attempt().id()))
                                    .toList()));
                });
    }

    private static Future<List<Count>> count(SqlConnection connection, List<AttemptTally> tallies) {
        return tallies.isEmpty()
                ? Future.succeededFuture(List.of())
                : connection
                        .preparedQuery(COUNT)
                        .execute(tallyColumns(Tuple.tuple(), tallies))
                        .map(AttemptStore::counts);
    }

    /** The insertion of attempts, by {@link #columns} from a parameter on; it fails when one of them is there. */
    static String insertion(int firstParameter) {
        return """
                insert into attempt (webhook_id, id, event_key, number, trigger, outcome, status,
                    detail, response, duration_ms, retry_at)
                select * from %s
                """.formatted(Columns.unnest(firstParameter, TYPES));
    }

    /** The parameters of an insertion, so many. */
    static int parameters() {
        return TYPES.size();
    }

    /** The parameters of a count, so many. */
    static int tallyParameters() {
        return TALLY_TYPES.size();
    }

    /**
     * What comes after {@code with} in a statement that counts, by {@link #tallyColumns} from a parameter on: of each webhook what its
     * attempts came to. Where nothing failed and nothing had failed before, nothing is updated.
     */
    static String counting(int firstParameter) {
        return """
                tally as (
                    select * from %s
                        as t (webhook_id, revision, succeeded, failures, failing_since, gone)
                ), locked as materialized (
                    -- In an order that two journals share: they would wait for each other otherwise.
                    select w.id
                    from webhook w join tally t on w.id = t.webhook_id and w.revision = t.revision
                    where t.failures > 0 or t.gone or (t.succeeded and w.failure_count > 0)
                    order by w.id
                    for no key update of w
                )
                update webhook w
                set failure_count = case when t.succeeded then 0 else w.failure_count end + t.failures,
                    failing_since = case when t.failures = 0 then case when t.succeeded then null else w.failing_since end
                                         when t.succeeded or w.failing_since is null then t.failing_since
                                         else w.failing_since end,
                    warned = case when t.succeeded then 0 else w.warned end
                from tally t join locked l on l.id = t.webhook_id
                where w.id = t.webhook_id and w.revision = t.revision
                  and (t.failures > 0 or t.gone or (t.succeeded and w.failure_count > 0))
                returning w.id, w.integrator_id, w.failure_count, w.failing_since, w.disabled, t.gone, w.warned
                """.formatted(Columns.unnest(firstParameter, TALLY_TYPES));
    }

    /** The counts that a statement gave back. */
    static List<Count> counts(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(AttemptStore::count)
                .toList();
    }

    /** Adds the parameters of a count. */
    static Tuple tallyColumns(Tuple tuple, List<AttemptTally> tallies) {
        return tuple.addValue(Columns.of(tallies, UUID[]::new, AttemptTally::webhookId))
                .addValue(Columns.of(tallies, Integer[]::new, AttemptTally::revision))
                .addValue(Columns.of(tallies, Boolean[]::new, AttemptTally::succeeded))
                .addValue(Columns.of(tallies, Integer[]::new, AttemptTally::failures))
                .addValue(Columns.ofInstants(tallies, AttemptTally::failingSince))
                .addValue(Columns.of(tallies, Boolean[]::new, AttemptTally::gone));
    }

    /**
     * Remembers how many of the warnings of their streaks webhooks have been told of, within the transaction that recorded
     * their failures and so has them locked.
     *
     * @param warned by webhook
     */
    public static Future<Void> warn(SqlConnection connection, Map<UUID, Integer> warned) {
        List<UUID> ids = List.copyOf(warned.keySet());
        return connection
                .preparedQuery(WARN)
                .execute(Tuple.of(
                        ids.toArray(UUID[]::new),
                        Columns.of(ids, Short[]::new, id -> warned.get(id).shortValue())))
                .mapEmpty();
    }

    /** Adds the parameters of an insertion. */
    static Tuple columns(Tuple tuple, List<Entry> entries) {
        return tuple.addValue(
                        column(entries, UUID[]::new, a -> a.delivery().target().webhookId()))
                .addValue(column(entries, UUID[]::new, Attempt::id))
                .addValue(column(entries, UUID[]::new, a -> a.delivery().event().key()))
                .addValue(
                        column(entries, Short[]::new, a -> (short) a.delivery().number()))
                .addValue(column(
                        entries, String[]::new, a -> a.delivery().trigger().wireName()))
                .addValue(column(entries, String[]::new, a -> a.outcome().code().wireName()))
                .addValue(column(entries, Short[]::new, a -> status(a.outcome())))
                .addValue(column(entries, String[]::new, a -> detail(a.outcome())))
                .addValue(column(entries, String[]::new, a -> response(a.outcome())))
                .addValue(
                        column(entries, Integer[]::new, a -> (int) a.duration().toMillis()))
                .addValue(Columns.ofInstants(entries, Entry::retryAt));
    }

    private static <C> Object column(List<Entry> entries, IntFunction<C[]> array, Function<Attempt, C> value) {
        return Columns.of(entries, array, entry -> value.apply(entry.attempt()));
    }

    private static Short status(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered ? (short) answered.status() : null;
    }

    private static String detail(Outcome outcome) {
        return outcome instanceof Outcome.Unanswered unanswered ? unanswered.detail() : null;
    }

    private static String response(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered
                        && !answered.response().isEmpty()
                ? answered.response()
                : null;
    }

    private static Count count(Row row) {
        OffsetDateTime failingSince = row.get(OffsetDateTime.class, "failing_since");
        return new Count(
                row.getUUID("id"),
                row.getString("integrator_id"),
                row.getInteger("failure_count"),
                failingSince == null ? null : failingSince.toInstant(),
                row.getBoolean("disabled"),
                row.getBoolean("gone"),
                row.getShort("warned"));
    }
}
