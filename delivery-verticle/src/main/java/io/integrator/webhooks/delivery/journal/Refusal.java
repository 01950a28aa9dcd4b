package io.integrator.webhooks.delivery.journal;

import io.vertx.pgclient.PgException;
import java.util.Optional;

/**
 * Tells a row that the database refuses, which no repetition mends, from a database that can't write at present. By the
 * classes of SQLSTATE: 22 is bad data, 23 a constraint, 54000 a row too large.
 */
final class Refusal {

    private static final String BAD_DATA = "22";
    private static final String CONSTRAINT = "23";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String TOO_LARGE = "54000";

    private Refusal() {}

    /** The database's words for what is wrong with a row; empty when it isn't a row's fault. */
    static Optional<String> reasonOf(Throwable failure) {
        return failure instanceof PgException refused && isOfARow(refused)
                ? Optional.of(
                        "the database refuses it: " + refused.getErrorMessage() + " (" + refused.getSqlState() + ")")
                : Optional.empty();
    }

    /** Whether a row is there already. */
    static boolean isRepeat(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState().equals(UNIQUE_VIOLATION);
    }

    private static boolean isOfARow(PgException refused) {
        String state = refused.getSqlState();
        return state.startsWith(BAD_DATA)
                // A missing partition is told as a constraint without a name, and is nobody's fault but ours.
                || (state.startsWith(CONSTRAINT) && refused.getConstraint() != null)
                || state.equals(TOO_LARGE);
    }
}
