package io.integrator.webhooks.api;

import io.integrator.webhooks.settings.AuthSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What finds out who has a token, on an event loop of its own and by a clock of the test's. */
final class TokensUnderTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Context context;
    private final TokenKeys keys;
    private final TokenVerifier verifier;

    TokensUnderTest(Vertx vertx, URI published) {
        this(vertx, ApiUnderTest.authSettings(published));
    }

    TokensUnderTest(Vertx vertx, AuthSettings settings) {
        WorkerExecutor worker = vertx.createSharedWorkerExecutor(TokenVerifier.POOL, 1);
        context = vertx.getOrCreateContext();
        keys = new TokenKeys(vertx, settings, new KeySource(vertx, settings.jwks()), now::get);
        verifier = new TokenVerifier(keys, new TokenClaims(settings), worker, now::get);
    }

    /** Reads the keys; fails when it can't. */
    void start() {
        join(onLoop(keys::start));
    }

    void pass(Duration time) {
        now.set(now.get().plus(time));
    }

    boolean isTaken(String token) {
        return join(begin(token).map(true).otherwise(false));
    }

    Caller callerOf(String token) {
        return join(begin(token));
    }

    Future<Caller> begin(String token) {
        return onLoop(() -> verifier.callerOf(token));
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(run -> work.get().onComplete(done));
        return done.future();
    }

    static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
