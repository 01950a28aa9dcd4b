package io.integrator.webhooks.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the thread that verifies tokens busy, as a flood of them would, for as long as a test likes. */
final class HeldVerification {

    private static final long AT_MOST_SECONDS = 50;

    private HeldVerification() {}

    /** Does something while no token is verified, and lets those that have come meanwhile be verified then. */
    static void during(Vertx vertx, Runnable work) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        WorkerExecutor worker = vertx.createSharedWorkerExecutor(TokenVerifier.POOL, 1);
        Future<Boolean> held = worker.executeBlocking(
                () -> {
                    begun.countDown();
                    return released.await(AT_MOST_SECONDS, TimeUnit.SECONDS);
                },
                false);
        try {
            if (!begun.await(AT_MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the thread that verifies tokens isn't to be had");
            }
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            released.countDown();
        }
        TokensUnderTest.join(held.compose(done -> worker.close()));
    }
}
