package io.integrator.webhooks.embedded;

/**
 * For tests: the one {@link Backends} of this JVM. Each test class takes a database and topics of its own from it; one that stops a server
 * starts it again before it ends.
 */
public final class SharedBackends {

    private static Backends backends;

    private SharedBackends() {}

    /**
     * Started by the first call, closed when the JVM ends; not the caller's to close.
     *
     * @throws BackendException as {@link Backends#start()}
     */
    public static synchronized Backends get() {
        if (backends == null) {
            Backends started = Backends.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "close-backends"));
            backends = started;
        }
        return backends;
    }
}
