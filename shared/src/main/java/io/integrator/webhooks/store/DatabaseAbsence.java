package io.integrator.webhooks.store;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * Tells a database that can't be asked at present, because it is away or has no connection left, from one that was asked and
 * failed. By the classes of SQLSTATE: 08 is the connection, 53 want of resources, 57 the operator's intervention.
 */
public final class DatabaseAbsence {

    private static final List<String> STATES = List.of("08", "53", "57");

    /** All that the pool says when none of its connections got free in time; it has no type for it. */
    private static final String NONE_IN_TIME = "Timeout";

    private DatabaseAbsence() {}

    /** Whether it is why something failed, which is then worth trying again later. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (isAbsence(each)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAbsence(Throwable failure) {
        if (failure instanceof PgException answered) {
            return isAbsence(answered.getSqlState());
        }
        if (failure instanceof SQLException answered) {
            return isAbsence(answered.getSQLState());
        }
        return failure instanceof ConnectionPoolTooBusyException
                || failure instanceof ClosedConnectionException
                || failure instanceof IOException
                || (failure.getMessage() != null && failure.getMessage().startsWith(NONE_IN_TIME));
    }

    private static boolean isAbsence(String state) {
        return state != null && STATES.stream().anyMatch(state::startsWith);
    }
}
