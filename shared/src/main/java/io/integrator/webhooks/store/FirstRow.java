package io.integrator.webhooks.store;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;

/** What a statement gives that finds one row or none. */
final class FirstRow {

    private FirstRow() {}

    static Optional<Row> of(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }
}
