package io.integrator.webhooks.launcher;

/** A command can't do what it was called for. The message is for whoever typed it: what is missing, and what to do. */
public class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message is a sentence without its full stop, as the house's are. */
    public CommandException(String message) {
        super(message);
    }

    /** The same, with what was at the root of it. */
    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
