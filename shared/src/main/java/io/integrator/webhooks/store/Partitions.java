package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;

/** The day partitions of {@code event} and {@code attempt}: made ahead of time, and dropped whole when they are too old. */
public final class Partitions {

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    /** Of Postgres: somebody else has the lock. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** Several processes that start make them one after the other; sent together, both are one transaction. */
    private static final String ENSURE = """
            select pg_advisory_xact_lock(hashtext('webhooks.partitions'));
            select ensure_days()
            """;

    /** By their names, not by what they are attached to: a former version may have left one detached. */
    private static final String OLD = """
            select relname from pg_class
            where relkind = 'r'
              and relnamespace = (select relnamespace from pg_class where oid = 'event'::regclass)
              and relname ~ '^(event|attempt)_[0-9]{8}$' and right(relname, 8) < $1
            order by right(relname, 8), relname
            """;

    private static final String DROP = "select drop_day($1)";

    private final SqlClient client;

    /**
     * What a drop came to.
     *
     * @param dropped how many partitions are gone
     * @param complete whether none is left; some are while a transaction that reads or writes them doesn't end
     */
    public record Drop(int dropped, boolean complete) {}

    public Partitions(SqlClient client) {
        this.client = client;
    }

    /** Makes the partitions of yesterday, today and the next seven days, those that aren't there. */
    public Future<Void> ensure() {
        return client.query(ENSURE).execute().mapEmpty();
    }

    /**
     * Drops the partitions of days that ended before an instant. What delivers waits for none of it longer than a tenth of a second:
     * a partition whose table is in use for longer is left for another time. To be called by one process at a time ({@link Turn}).
     */
    public Future<Drop> drop(Instant before) {
        String day = LocalDate.ofInstant(before, ZoneOffset.UTC).format(DAY);
        return client.preparedQuery(OLD).execute(Tuple.of(day)).compose(rows -> {
            Deque<String> old = new ArrayDeque<>();
            rows.forEach(row -> old.add(row.getString(0)));
            return dropAll(old, 0);
        });
    }

    private Future<Drop> dropAll(Deque<String> old, int dropped) {
        if (old.isEmpty()) {
            return Future.succeededFuture(new Drop(dropped, true));
        }
        return client.preparedQuery(DROP)
                .execute(Tuple.of(old.poll()))
                .map(true)
                .recover(failure -> isInUse(failure) ? Future.succeededFuture(false) : Future.failedFuture(failure))
                .compose(gone -> gone ? dropAll(old, dropped + 1) : Future.succeededFuture(new Drop(dropped, false)));
    }

    private static boolean isInUse(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState().equals(LOCK_NOT_AVAILABLE);
    }
}
