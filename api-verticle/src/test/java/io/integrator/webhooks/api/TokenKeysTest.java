package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.settings.AuthSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys that are published over HTTP, and change. */
@ExtendWith(VertxExtension.class)
class TokenKeysTest {

    private final TokenIssuer before = new TokenIssuer("before");
    private final TokenIssuer after = new TokenIssuer("after");
    private final AtomicReference<JsonObject> published = new AtomicReference<>(before.keySet());
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private TokenKeys keys;

    @BeforeEach
    void publish(Vertx vertx) {
        HttpServer server = join(vertx.createHttpServer()
                .requestHandler(request -> {
                    fetches.incrementAndGet();
                    JsonObject set = published.get();
                    request.response().setStatusCode(set == null ? 503 : 200).end(set == null ? "" : set.encode());
                })
                .listen(0, "127.0.0.1"));
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/keys");
        AuthSettings settings = ApiUnderTest.authSettings(uri);
        keys = new TokenKeys(vertx, settings, new KeySource(vertx, uri), now::get);
        join(keys.start());
    }

    @Test
    void aNewKeyIsTakenWhenATokenNamesIt() {
        published.set(after.keySet());
        now.set(now.get().plus(Duration.ofSeconds(31)));

        assertThat(isTaken(after)).isTrue();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aKeyThatIsNoLongerPublishedIsNoLongerTaken() {
        published.set(after.keySet());
        now.set(now.get().plus(Duration.ofSeconds(31)));
        isTaken(after);

        assertThat(isTaken(before)).isFalse();
    }

    @Test
    void aTokenThatWasTakenIsNoLongerTakenWithoutItsKey() {
        String token = before.rs256(TokenIssuer.claims("acme", "webhooks:read"));
        boolean takenBefore = isTaken(before, token);
        published.set(after.keySet());
        now.set(now.get().plus(Duration.ofSeconds(31)));
        isTaken(after);

        assertThat(takenBefore).isTrue();
        assertThat(isTaken(before, token)).isFalse();
    }

    @Test
    void unknownKeysCauseOneFetchInHalfAMinuteAtMost() {
        published.set(after.keySet());

        assertThat(isTaken(after)).isFalse();
        assertThat(fetches).hasValue(1);
    }

    @Test
    void keysStayInUseWhileTheirSourceFails() {
        published.set(null);
        now.set(now.get().plus(Duration.ofSeconds(31)));

        assertThat(isTaken(after)).isFalse();
        assertThat(fetches).hasValue(2);
        assertThat(isTaken(before)).isTrue();
    }

    private boolean isTaken(TokenIssuer issuer) {
        return isTaken(issuer, issuer.rs256(TokenIssuer.claims("acme", "webhooks:read")));
    }

    private boolean isTaken(TokenIssuer issuer, String token) {
        Future<Boolean> taken = keys.verifierFor(Optional.of(issuer.nameOfRsaKey()))
                .compose(verifier -> verifier.claimsOf(token))
                .map(true)
                .otherwise(false);
        return join(taken);
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
