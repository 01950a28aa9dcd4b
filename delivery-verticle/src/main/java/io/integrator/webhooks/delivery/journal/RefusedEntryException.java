package io.integrator.webhooks.delivery.journal;

/** The database takes everything but this entry. The message is its reason, fit for a dead letter. */
public final class RefusedEntryException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedEntryException(String reason) {
        super(reason, null, false, false);
    }
}
