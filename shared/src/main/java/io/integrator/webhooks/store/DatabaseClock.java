package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;

/**
 * The database's clock, told here between two looks at it by this machine's monotonic one. Leases, due times and keys are
 * all of this clock, so that processes whose own clocks differ agree. May be read by any thread.
 */
public final class DatabaseClock implements InstantSource {

    private final SqlClient client;
    private volatile Reading reading;

    private record Reading(Instant instant, long nanoTime) {}

    private DatabaseClock(SqlClient client, Reading reading) {
        this.client = client;
        this.reading = reading;
    }

    /** A clock that has been set once; fails when the database can't be asked. */
    public static Future<DatabaseClock> start(SqlClient client) {
        return read(client).map(reading -> new DatabaseClock(client, reading));
    }

    /** Looks again, to follow what the two clocks drift apart. A failure leaves the clock as it was. */
    public Future<Void> adjust() {
        return read(client).onSuccess(next -> reading = next).mapEmpty();
    }

    @Override
    public Instant instant() {
        Reading last = reading;
        return last.instant.plusNanos(System.nanoTime() - last.nanoTime);
    }

    private static Future<Reading> read(SqlClient client) {
        return client.query("select 1").execute().compose(warm -> {
            long asked = System.nanoTime();
            return client.query("select clock_timestamp()").execute().map(rows -> {
                long answered = System.nanoTime();
                Instant server =
                        rows.iterator().next().get(OffsetDateTime.class, 0).toInstant();
                Duration halfTrip = Duration.ofNanos((answered - asked) / 2);
                return new Reading(server.plus(halfTrip), answered);
            });
        });
    }
}
