package io.integrator.webhooks.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of 127.0.0.1. */
public final class LoopbackPort {

    /**
     * Below what operating systems lend to outgoing connections (from 32768 on Linux): while a server is stopped no client can be given
     * its port, so it can start on the same one again.
     */
    private static final int LOWEST = 15_000;

    private static final int LIMIT = 32_000;
    private static final int TRIES = 100;

    /** A server that is starting or stopped doesn't listen yet; two that start together would be given the same port now and then. */
    private static final Set<Integer> SPOKEN_FOR = ConcurrentHashMap.newKeySet();

    private LoopbackPort() {}

    /**
     * One that is free now, and that a server can be stopped and started on without losing it to a client meanwhile, or to another server
     * of this JVM: none is given out twice.
     */
    public static int free() {
        IOException last = null;
        for (int i = 0; i < TRIES; i++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST, LIMIT);
            if (!SPOKEN_FOR.add(candidate)) {
                continue;
            }
            try {
                tryToBind(candidate);
                return candidate;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new BackendException(
                "No free port found between " + LOWEST + " and " + LIMIT + " in " + TRIES + " tries", last);
    }

    /** {@code requested} itself, which is then no longer given out, or, when that is 0, one as {@link #free()} gives. */
    static int choose(int requested) {
        if (requested < 0 || requested > 65_535) {
            throw new IllegalArgumentException("A port is 0 (any) to 65535, not " + requested);
        }
        if (requested == 0) {
            return free();
        }
        SPOKEN_FOR.add(requested);
        return requested;
    }

    /** Returns when nothing listens on {@code port}; otherwise throws with the port and {@code wantedBy} in the message. */
    static void requireFree(int port, String wantedBy) {
        try {
            tryToBind(port);
        } catch (IOException e) {
            throw new PortTakenException(port, wantedBy, e);
        }
    }

    /**
     * Binds and never listens: a process that another thread starts meanwhile has a copy of the socket for some milliseconds, which must
     * not keep the server itself from listening.
     */
    private static void tryToBind(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
    }
}
