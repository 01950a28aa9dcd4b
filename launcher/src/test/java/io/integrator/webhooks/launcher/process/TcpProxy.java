package io.integrator.webhooks.launcher.process;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way to a server of 127.0.0.1, for tests to break: it passes bytes on until it is told otherwise. */
public final class TcpProxy implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<NetSocket> unanswered = ConcurrentHashMap.newKeySet();
    private final NetServer server;
    private final NetClient client;
    private final int target;
    private volatile State state = State.PASSING;

    private enum State {
        PASSING,
        REFUSING,
        SILENT
    }

    private TcpProxy(Vertx vertx, int target) {
        this.server = vertx.createNetServer();
        this.client = vertx.createNetClient();
        this.target = target;
    }

    /** One to a port, on which nothing needs to listen yet. */
    public static TcpProxy to(Vertx vertx, int target) {
        TcpProxy proxy = new TcpProxy(vertx, target);
        proxy.server.connectHandler(proxy::accept).listen(0, LOOPBACK).await();
        return proxy;
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    /** Cuts the connections that there are; new ones are passed on. */
    public void cut() {
        Set.copyOf(sockets).forEach(NetSocket::close);
    }

    /** Cuts the connections that there are, and each new one at once. */
    public void refuse() {
        state = State.REFUSING;
        cut();
    }

    /** From now on nothing comes through and nobody is told, as when packets are dropped. */
    public void fallSilent() {
        state = State.SILENT;
        sockets.forEach(NetSocket::pause);
    }

    /** Passes everything on again, what was held back included. */
    public void pass() {
        state = State.PASSING;
        sockets.forEach(NetSocket::resume);
        for (NetSocket socket : Set.copyOf(unanswered)) {
            if (unanswered.remove(socket)) {
                connect(socket);
            }
        }
    }

    @Override
    public void close() {
        server.close().await();
        client.close().await();
    }

    private void accept(NetSocket socket) {
        socket.exceptionHandler(broken -> socket.close());
        switch (state) {
            case REFUSING -> socket.close();
            case SILENT -> {
                socket.pause();
                unanswered.add(socket);
                socket.closeHandler(closed -> unanswered.remove(socket));
            }
            case PASSING -> {
                socket.pause();
                connect(socket);
            }
        }
    }

    private void connect(NetSocket accepted) {
        client.connect(target, LOOPBACK)
                .onSuccess(connected -> {
                    connected.exceptionHandler(broken -> connected.close());
                    pass(accepted, connected);
                    pass(connected, accepted);
                })
                .onFailure(refused -> accepted.close());
    }

    private void pass(NetSocket from, NetSocket to) {
        sockets.add(from);
        from.closeHandler(closed -> {
            sockets.remove(from);
            to.close();
        });
        from.handler(bytes -> {
            to.write(bytes);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(drained -> resume(from));
            }
        });
        resume(from);
    }

    private void resume(NetSocket socket) {
        if (state != State.SILENT) {
            socket.resume();
        }
    }
}
