package io.integrator.webhooks.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

/** The integrators that the platform has made known. */
public final class IntegratorStore {

    private static final String ADD = "insert into integrator (id) values ($1) on conflict do nothing";

    private final Pool pool;

    public IntegratorStore(Pool pool) {
        this.pool = pool;
    }

    /** Makes an integrator known; gives false when it was already. */
    public Future<Boolean> add(String integratorId) {
        return pool.preparedQuery(ADD).execute(Tuple.of(integratorId)).map(rows -> rows.rowCount() == 1);
    }
}
