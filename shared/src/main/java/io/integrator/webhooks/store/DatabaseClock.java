package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;

/**
 * The database's clock, told here between two looks at it by this machine's monotonic one. Leases, due times and keys are
 * all of this clock, so that processes whose own clocks differ agree. May be read by any thread.
 */
public final class DatabaseClock implements InstantSource {

    private static final int LOOKS = 3;

    private final Pool pool;
    private volatile Reading reading;

    /** @param trip how long it took, in nanoseconds */
    private record Reading(Instant instant, long nanoTime, long trip) {}

    private DatabaseClock(Pool pool, Reading reading) {
        this.pool = pool;
        this.reading = reading;
    }

    /** A clock that has been set once; fails when the database can't be asked. */
    public static Future<DatabaseClock> start(Pool pool) {
        return read(pool).map(reading -> new DatabaseClock(pool, reading));
    }

    /** Looks again, to follow what the two clocks drift apart. A failure leaves the clock as it was. */
    public Future<Void> adjust() {
        return read(pool).onSuccess(next -> reading = next).mapEmpty();
    }

    @Override
    public Instant instant() {
        Reading last = reading;
        return last.instant.plusNanos(System.nanoTime() - last.nanoTime);
    }

    /** Over one connection, so that nothing else is waited for, and the best of a few: one that took long may be wrong by half of that. */
    private static Future<Reading> read(Pool pool) {
        return pool.withConnection(connection -> {
            Future<Reading> best = look(connection);
            for (int i = 1; i < LOOKS; i++) {
                best = best.compose(one -> look(connection).map(other -> one.trip < other.trip ? one : other));
            }
            return best;
        });
    }

    private static Future<Reading> look(SqlConnection connection) {
        long asked = System.nanoTime();
        return connection.query("select clock_timestamp()").execute().map(rows -> {
            long answered = System.nanoTime();
            Instant server = rows.iterator().next().get(OffsetDateTime.class, 0).toInstant();
            return new Reading(server.plusNanos((answered - asked) / 2), answered, answered - asked);
        });
    }
}
