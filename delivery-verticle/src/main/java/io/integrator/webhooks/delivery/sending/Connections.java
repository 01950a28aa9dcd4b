package io.integrator.webhooks.delivery.sending;

import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The connections of one sender, over all hosts: no more than it may have requests in flight. When a new one would be one too
 * many, the one that has rested longest is closed. Of one event loop.
 */
final class Connections {

    private final Map<HttpConnection, Use> open = new HashMap<>();
    private final Set<HttpConnection> resting = new LinkedHashSet<>();
    private final int maximum;

    /** What a connection carries, and whether it has ever brought an answer. */
    private static final class Use {

        private int requests;
        private boolean served;
    }

    Connections(int maximum) {
        this.maximum = maximum;
    }

    /** To be called with each new connection. */
    void opened(HttpConnection connection) {
        open.put(connection, new Use());
        // Its request tells what went wrong; without a handler, what a subscriber sent would be logged.
        connection.exceptionHandler(failure -> {});
        connection.closeHandler(closed -> {
            open.remove(connection);
            resting.remove(connection);
        });
        if (open.size() > maximum) {
            // The new one doesn't rest: the request that it was made for is about to take it.
            resting.stream().findFirst().ifPresent(HttpConnection::close);
        }
    }

    /**
     * A request goes over the connection now.
     *
     * @return whether it has served before: then it may have been closed while it rested
     */
    boolean taken(HttpConnection connection) {
        resting.remove(connection);
        Use use = open.get(connection);
        if (use == null) {
            return true;
        }
        use.requests++;
        return use.served;
    }

    /** A request that went over the connection is over. */
    void released(HttpConnection connection, boolean answered) {
        Use use = open.get(connection);
        if (use != null) {
            use.requests--;
            use.served |= answered;
            if (use.requests == 0) {
                resting.add(connection);
            }
        }
    }

    /** Connections that are open. */
    int size() {
        return open.size();
    }
}
