package io.integrator.webhooks.launcher;

import io.integrator.webhooks.store.DatabaseAbsence;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Tells what waiting can cure, a server that is away, has no room or isn't prepared yet, from what it can't: a wrong password, a
 * certificate that nobody vouches for, a database that there isn't.
 */
final class Absence {

    /** A name that nobody knows yet, which may be a server's that is about to start; Kafka's client has no type for it. */
    private static final String UNRESOLVED = "No resolvable bootstrap urls";

    private Absence() {}

    /** Whether it is why something failed. */
    static boolean isCauseOf(Throwable failure) {
        if (Failures.hasCause(failure, SchemaNotReadyException.class)) {
            return true;
        }
        return !Failures.isOfTls(failure)
                && !Failures.hasCause(failure, AuthenticationException.class)
                && (DatabaseAbsence.isCauseOf(failure)
                        || Failures.hasCause(failure, RetriableException.class)
                        || isUnresolved(failure));
    }

    private static boolean isUnresolved(Throwable failure) {
        return Failures.hasCause(failure, ConfigException.class)
                && Failures.rootMessage(failure).startsWith(UNRESOLVED);
    }
}
