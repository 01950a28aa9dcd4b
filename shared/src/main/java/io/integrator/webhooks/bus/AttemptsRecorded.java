package io.integrator.webhooks.bus;

import java.util.Set;

/**
 * News that attempts have been recorded by this process. What they are is to be read from the database.
 *
 * @param integratorIds whose
 */
public record AttemptsRecorded(Set<String> integratorIds) {

    public AttemptsRecorded {
        integratorIds = Set.copyOf(integratorIds);
    }
}
