package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.StreamSupport;

/** The day partitions of {@code event} and {@code attempt}: made ahead of time, and dropped whole when they are too old. */
public final class Partitions {

    private static final int DAYS_AHEAD = 7;
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    /** Keeps several processes from making or dropping the same partitions at once. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('webhooks.partitions'))";

    private static final String ENSURE = """
            select ensure_day(day::date)
            from generate_series((now() at time zone 'UTC')::date - 1, (now() at time zone 'UTC')::date + $1::int, interval '1 day') day
            """;

    /** By their names, not by what they are attached to: a drop that was interrupted may have detached some already. */
    private static final String OLD = """
            select parent.relname as parent, child.relname as name, coalesce(inhdetachpending, false) as pending
            from pg_class child
            left join pg_inherits on inhrelid = child.oid
            left join pg_class parent on parent.oid = inhparent
            where child.relkind = 'r'
              and child.relnamespace = (select relnamespace from pg_class where oid = 'event'::regclass)
              and child.relname ~ '^(event|attempt)_[0-9]{8}$' and right(child.relname, 8) < $1
            """;

    private static final String TRY_LOCK = "select pg_try_advisory_lock(hashtext('webhooks.retention'))";

    private static final String UNLOCK = "select pg_advisory_unlock(hashtext('webhooks.retention'))";

    private final Pool pool;

    /**
     * A day's partition.
     *
     * @param parent  what it belongs to; null when a drop that was interrupted has detached it already
     * @param pending whether such a drop has left it half detached
     */
    private record Partition(String parent, String name, boolean pending) {}

    public Partitions(Pool pool) {
        this.pool = pool;
    }

    /** Makes the partitions of yesterday, today and the coming days, those that aren't there. */
    public Future<Void> ensure() {
        return pool.withTransaction(connection -> connection
                .query(LOCK)
                .execute()
                .compose(locked -> connection.preparedQuery(ENSURE).execute(Tuple.of(DAYS_AHEAD)))
                .mapEmpty());
    }

    /**
     * Drops the partitions of days that ended before an instant, each without a lock that a delivery waits for.
     *
     * @return how many were dropped; none when another process is at it
     */
    public Future<Integer> drop(Instant before) {
        String day = LocalDate.ofInstant(before, ZoneOffset.UTC).format(DAY);
        return pool.withConnection(connection -> connection
                .query(TRY_LOCK)
                .execute()
                .compose(rows -> rows.iterator().next().getBoolean(0)
                        ? dropLocked(connection, day)
                                .eventually(() -> connection.query(UNLOCK).execute())
                        : Future.succeededFuture(0)));
    }

    private static Future<Integer> dropLocked(SqlConnection connection, String day) {
        return connection
                .preparedQuery(OLD)
                .execute(Tuple.of(day))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Partition(
                                row.getString("parent"), row.getString("name"), row.getBoolean("pending")))
                        .toList())
                .compose(old -> dropAll(connection, old).map(old.size()));
    }

    private static Future<Void> dropAll(SqlConnection connection, List<Partition> partitions) {
        Future<Void> done = Future.succeededFuture();
        for (Partition partition : partitions) {
            done = done.compose(previous -> detach(connection, partition))
                    .compose(detached ->
                            connection.query("drop table " + partition.name).execute())
                    .mapEmpty();
        }
        return done;
    }

    private static Future<?> detach(SqlConnection connection, Partition partition) {
        if (partition.parent == null) {
            return Future.succeededFuture();
        }
        return connection
                .query("alter table " + partition.parent + " detach partition " + partition.name
                        + (partition.pending ? " finalize" : " concurrently"))
                .execute();
    }
}
