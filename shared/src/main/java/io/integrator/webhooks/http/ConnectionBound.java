package io.integrator.webhooks.http;

import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections a server has. Those over the bound are told so if they ask soon and aren't many, else closed at once.
 * Belongs to the server's event loop.
 */
final class ConnectionBound {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionBound.class);

    /** Connections over the bound that wait to be told. */
    private static final int MOST_SURPLUS = 64;

    private static final Duration SURPLUS_PATIENCE = Duration.ofSeconds(2);
    private static final Duration SILENCE_OF_LOG = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final int most;
    private final ServerHandlers handlers;
    private final Set<HttpConnection> surplus = Collections.newSetFromMap(new IdentityHashMap<>());
    private int granted;
    private boolean logged;

    ConnectionBound(Vertx vertx, int most, ServerHandlers handlers) {
        this.vertx = vertx;
        this.most = most;
        this.handlers = handlers;
    }

    void opened(HttpConnection connection) {
        if (granted < most) {
            granted++;
            connection.closeHandler(closed -> granted--);
            return;
        }
        log();
        handlers.refused().run();
        if (surplus.size() >= MOST_SURPLUS) {
            connection.close();
            return;
        }
        surplus.add(connection);
        long end = vertx.setTimer(SURPLUS_PATIENCE.toMillis(), silent -> connection.close());
        connection.closeHandler(closed -> {
            vertx.cancelTimer(end);
            surplus.remove(connection);
        });
    }

    /**
     * Gives a request to whom it is for, with all of its time before it, however long its connection had been idle. A connection over the
     * bound stays so, even if others have been closed since it was opened.
     */
    void dispatch(HttpServerRequest request) {
        BoundedServer.pipelineOf(request.connection())
                .get(IdleStateHandler.class)
                .resetWriteTimeout();
        if (surplus.contains(request.connection())) {
            BoundedServer.endAfter(request);
            handlers.surplus().handle(request);
        } else {
            handlers.requests().handle(request);
        }
    }

    private void log() {
        if (!logged) {
            logged = true;
            vertx.setTimer(SILENCE_OF_LOG.toMillis(), passed -> logged = false);
            LOG.atWarn().addKeyValue("connections", most).log("Refuses connections: as many are open as may be");
        }
    }
}
