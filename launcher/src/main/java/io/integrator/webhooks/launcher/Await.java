package io.integrator.webhooks.launcher;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits on a command's own thread for what an event loop does. */
public final class Await {

    private Await() {}

    /**
     * The result, or the future's own failure thrown, however long it takes.
     *
     * @param what for the message when it is interrupted
     */
    public static <T> T result(Future<T> future, String what) {
        return result(future, Duration.ofMillis(Long.MAX_VALUE), what);
    }

    /**
     * The result, or the future's own failure thrown.
     *
     * @param what for the message when it takes longer than {@code limit}
     */
    public static <T> T result(Future<T> future, Duration limit, String what) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(what, e.getCause());
        } catch (TimeoutException e) {
            throw new CommandException(what + " took longer than " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(what + " was interrupted", e);
        }
    }
}
