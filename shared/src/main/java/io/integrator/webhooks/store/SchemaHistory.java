package io.integrator.webhooks.store;

import io.integrator.webhooks.store.SchemaStanding.Unseen;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/** Flyway's table, in which it writes what it has applied: read only, also by the role that the service runs as. */
public final class SchemaHistory {

    private static final String APPLIED = """
            select cast(version as int) as version, description
            from flyway_schema_history
            where success and version ~ '^[0-9]{1,9}$'
            """;

    /** Of Postgres: there is no such table, and one that this role may not read. */
    private static final List<String> UNSEEN = List.of("42P01", "42501");

    private final SqlClient client;
    private final SortedSet<Integer> known = Migrations.known();

    /** Reads the class path; not for an event loop. */
    public SchemaHistory(SqlClient client) {
        this.client = client;
    }

    /** How the schema stands to this program; fails when the database can't be asked. */
    public Future<SchemaStanding> standing() {
        return client.query(APPLIED)
                .execute()
                .map(rows -> {
                    Map<Integer, String> applied = new TreeMap<>();
                    rows.forEach(row -> applied.put(row.getInteger("version"), row.getString("description")));
                    return SchemaStanding.of(known, applied);
                })
                .recover(failure -> failure instanceof PgException answered && UNSEEN.contains(answered.getSqlState())
                        ? Future.succeededFuture(new Unseen(answered.getErrorMessage()))
                        : Future.failedFuture(failure));
    }
}
