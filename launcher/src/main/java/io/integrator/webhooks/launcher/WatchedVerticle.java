package io.integrator.webhooks.launcher;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * A verticle of which somebody else is told the event loop that it gets.
 *
 * @param verticle does the work
 * @param onLoop told before the verticle starts
 */
record WatchedVerticle(Deployable verticle, Consumer<Context> onLoop) implements Deployable {

    @Override
    public Future<?> deploy(Context context) throws Exception {
        onLoop.accept(context);
        return verticle.deploy(context);
    }

    @Override
    public Future<?> undeploy(Context context) throws Exception {
        return verticle.undeploy(context);
    }
}
