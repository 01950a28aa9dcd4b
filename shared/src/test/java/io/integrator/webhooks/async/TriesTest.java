package io.integrator.webhooks.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriesTest {

    /** More than the stack of an event loop has room for, if each try completed the one before. */
    private static final int FAILURES = 2_000;

    private Vertx vertx;

    @BeforeEach
    void createVertx() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    @Test
    void whatFailedForLongIsDoneInTheEnd() throws Exception {
        AtomicInteger tries = new AtomicInteger();

        Future<String> done = onEventLoop(() -> Tries.untilDone(
                vertx,
                () -> tries.incrementAndGet() <= FAILURES
                        ? Future.failedFuture("away")
                        : Future.succeededFuture("written"),
                failure -> Duration.ZERO));

        assertThat(await(done)).isEqualTo("written");
        assertThat(tries).hasValue(FAILURES + 1);
    }

    @Test
    void oneThatThrowsHasFailed() throws Exception {
        List<String> told = new ArrayList<>();

        Future<String> done = onEventLoop(() -> Tries.untilDone(
                vertx,
                () -> {
                    if (told.isEmpty()) {
                        throw new IllegalStateException("a defect");
                    }
                    return Future.succeededFuture("written");
                },
                failure -> {
                    told.add(failure.getMessage());
                    return Duration.ofMillis(1);
                }));

        assertThat(await(done)).isEqualTo("written");
        assertThat(told).containsExactly("a defect");
    }

    private <T> Future<T> onEventLoop(Supplier<Future<T>> started) {
        return Future.future(
                promise -> vertx.runOnContext(begun -> started.get().onComplete(promise)));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
