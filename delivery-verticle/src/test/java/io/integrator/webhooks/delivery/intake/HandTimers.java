package io.integrator.webhooks.delivery.intake;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.TreeMap;

/** A Vert.x whose timers run out when a test says so; it can do nothing else. */
final class HandTimers {

    private final TreeMap<Long, Handler<Long>> timers = new TreeMap<>();
    private long last;

    Vertx vertx() {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setTimer") && arguments.length == 2) {
                        return set(arguments[1]);
                    }
                    if (method.getName().equals("cancelTimer")) {
                        return timers.remove((Long) arguments[0]) != null;
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
    }

    @SuppressWarnings("unchecked")
    private long set(Object handler) {
        last++;
        timers.put(last, (Handler<Long>) handler);
        return last;
    }

    /** Lets all that are set run out, the oldest first. */
    void runOut() {
        List<Long> ids = List.copyOf(timers.keySet());
        for (long id : ids) {
            Handler<Long> handler = timers.remove(id);
            if (handler != null) {
                handler.handle(id);
            }
        }
    }

    int set() {
        return timers.size();
    }
}
