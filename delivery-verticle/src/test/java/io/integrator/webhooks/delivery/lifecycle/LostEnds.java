package io.integrator.webhooks.delivery.lifecycle;

import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** The way to the database of a process that dies before it can forget what it has sent: that statement never gets there. */
final class LostEnds {

    private volatile boolean lostOne;

    /** Whether the process has got so far. */
    boolean lostOne() {
        return lostOne;
    }

    Pool of(Pool pool) {
        return proxy(Pool.class, (proxy, method, arguments) -> {
            Object result = invoke(pool, method, arguments);
            return method.getName().equals("preparedQuery")
                            && ((String) arguments[0]).contains("delete from lifecycle_event")
                    ? proxy(PreparedQuery.class, this::lose)
                    : result;
        });
    }

    private Object lose(Object proxy, Method method, Object[] arguments) {
        lostOne = true;
        return Promise.promise().future();
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
