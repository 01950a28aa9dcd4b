package io.integrator.webhooks.launcher;

/** A start was given up because the process is to stop. */
final class StartEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartEndedException() {
        super("the start was given up: the process is to stop");
    }
}
