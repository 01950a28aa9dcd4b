package io.integrator.webhooks.embedded;

/** A backend could not be started, stopped or asked for something; the message says which one, with the values in play. */
public class BackendException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An error without an underlying one. */
    public BackendException(String message) {
        super(message);
    }

    /** An error that another one caused; {@code cause} may be null. */
    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
