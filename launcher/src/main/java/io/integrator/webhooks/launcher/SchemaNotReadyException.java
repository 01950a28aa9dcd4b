package io.integrator.webhooks.launcher;

/** The schema lacks what this version needs, and it is for somebody else to bring it up to date. */
final class SchemaNotReadyException extends CommandException {

    private static final long serialVersionUID = 1L;

    SchemaNotReadyException(String message) {
        super(message);
    }
}
