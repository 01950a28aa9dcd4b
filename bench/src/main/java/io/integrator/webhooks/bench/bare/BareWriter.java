package io.integrator.webhooks.bench.bare;

import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;

/** Writes the rows that deliveries come to, an event and an attempt each, by one connection in one transaction after the other. */
final class BareWriter {

    /** As many as the journal writes at once when it has enough. */
    private static final int BATCH = 250;

    private static final String EVENTS = """
            insert into event (integrator_id, key, id, type, occurred_at, body)
            select 'bare', key, key::text, 'payment.completed', $3, body from unnest($1::uuid[], $2::bytea[]) as e (key, body)
            """;

    private static final String ATTEMPTS = """
            insert into attempt (webhook_id, id, event_key, number, trigger, outcome, status, duration_ms)
            select $3, id, event_key, 1, 'first', 'ok', 204, 1 from unnest($1::uuid[], $2::uuid[]) as a (id, event_key)
            """;

    private final TimeOrderedIds ids = new TimeOrderedIds(InstantSource.system());
    private final UUID webhook = ids.next();
    private final Vertx vertx;
    private final URI database;
    private final Buffer body;

    BareWriter(Vertx vertx, URI database, int bodyBytes) {
        this.vertx = vertx;
        this.database = database;
        this.body = Buffer.buffer("x".repeat(bodyBytes));
    }

    /** Completes when the rows of so many deliveries are durable. */
    Future<Void> write(long deliveries) {
        return PgConnection.connect(vertx, Database.connectOptions(database))
                .compose(connection -> writeFrom(connection, deliveries).eventually(connection::close));
    }

    private Future<Void> writeFrom(PgConnection connection, long left) {
        if (left <= 0) {
            return Future.succeededFuture();
        }
        int batch = (int) Math.min(BATCH, left);
        return connection
                .begin()
                .compose(transaction -> rows(connection, batch).compose(written -> transaction.commit()))
                .compose(committed -> writeFrom(connection, left - batch));
    }

    private Future<Void> rows(PgConnection connection, int batch) {
        UUID[] keys = ids(batch);
        Buffer[] bodies = new Buffer[batch];
        Arrays.fill(bodies, body);
        return connection
                .preparedQuery(EVENTS)
                .execute(Tuple.of(keys, bodies, OffsetDateTime.now(ZoneOffset.UTC)))
                .compose(events -> connection.preparedQuery(ATTEMPTS).execute(Tuple.of(ids(batch), keys, webhook)))
                .mapEmpty();
    }

    private UUID[] ids(int count) {
        UUID[] made = new UUID[count];
        Arrays.setAll(made, index -> ids.next());
        return made;
    }
}
