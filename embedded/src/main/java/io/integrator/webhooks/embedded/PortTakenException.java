package io.integrator.webhooks.embedded;

/** The port that a backend was to listen on is in use already. */
public final class PortTakenException extends BackendException {

    private static final long serialVersionUID = 1L;

    private final int port;

    PortTakenException(int port, String wantedBy, Throwable cause) {
        super(
                "Port " + port + " on 127.0.0.1, wanted by " + wantedBy
                        + ", is taken: stop what listens there, or choose another port",
                cause);
        this.port = port;
    }

    /** The port that is taken. */
    public int port() {
        return port;
    }
}
