package io.integrator.webhooks.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds back what the database has answered to one statement, as a slow connection would, until a test lets it go. */
final class HeldQueries {

    private final AtomicInteger held = new AtomicInteger();
    private final Promise<Void> release = Promise.promise();
    private final String statement;
    private volatile boolean holding;

    /** @param statement a part of the statement that no other has */
    HeldQueries(String statement) {
        this.statement = statement;
    }

    /** The same pool, but for the answers that are held back. */
    Pool of(Pool pool) {
        return proxy(Pool.class, (proxy, method, arguments) -> {
            Object result = invoke(pool, method, arguments);
            return method.getName().equals("preparedQuery") && ((String) arguments[0]).contains(statement)
                    ? query((PreparedQuery<?>) result)
                    : result;
        });
    }

    /** From now on. */
    void hold() {
        holding = true;
    }

    /** How many have come and are held back. */
    int held() {
        return held.get();
    }

    /** Lets go of them, and holds back nothing more. */
    void release() {
        holding = false;
        release.complete();
    }

    private PreparedQuery<?> query(PreparedQuery<?> query) {
        return proxy(PreparedQuery.class, (proxy, method, arguments) -> {
            Object result = invoke(query, method, arguments);
            return holding && method.getName().equals("execute") ? answer((Future<?>) result) : result;
        });
    }

    private Future<?> answer(Future<?> answer) {
        return answer.compose(rows -> {
            held.incrementAndGet();
            return release.future().map(released -> rows);
        });
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
