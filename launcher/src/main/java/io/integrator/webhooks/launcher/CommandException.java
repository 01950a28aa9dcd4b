package io.integrator.webhooks.launcher;

/** A command can't do what it was called for. The message is for whoever typed it: what is missing, and what to do. */
final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message);
    }

    CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
