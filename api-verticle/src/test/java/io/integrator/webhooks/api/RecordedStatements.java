package io.integrator.webhooks.api;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** What a database is asked through one pool, in its order. */
final class RecordedStatements {

    private final List<String> statements = new CopyOnWriteArrayList<>();

    /** The same pool, but that it is listened to. */
    Pool of(Pool pool) {
        return listenedTo(Pool.class, pool);
    }

    List<String> all() {
        return List.copyOf(statements);
    }

    void forget() {
        statements.clear();
    }

    private <T> T listenedTo(Class<T> type, T target) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (arguments != null && arguments[0] instanceof String statement) {
                statements.add(statement);
            }
            if (arguments != null && method.getName().startsWith("with")) {
                statements.add(method.getName());
                arguments[arguments.length - 1] = onListenedTo(arguments[arguments.length - 1]);
            }
            return invoke(target, method, arguments);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** The work that is done with a connection of the pool's. */
    @SuppressWarnings("unchecked")
    private Function<SqlConnection, Object> onListenedTo(Object work) {
        return connection ->
                ((Function<SqlConnection, Object>) work).apply(listenedTo(SqlConnection.class, connection));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
