package io.integrator.webhooks.delivery.intake;

/** A record isn't a domain event. The message is the reason that the dead-letter topic is told; it repeats no payload. */
final class RefusedRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedRecordException(String reason) {
        super(reason, null, false, false);
    }
}
