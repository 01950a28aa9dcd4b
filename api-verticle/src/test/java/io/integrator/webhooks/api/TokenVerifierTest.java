package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens that come again. */
@ExtendWith(VertxExtension.class)
class TokenVerifierTest {

    private final TokenIssuer issuer = new TokenIssuer("issuer");
    private TokenVerifier verifier;

    @BeforeEach
    void useKeys(Vertx vertx) {
        JsonArray keys = issuer.keySet().getJsonArray("keys");
        JWTAuthOptions options = new JWTAuthOptions();
        keys.forEach(key -> options.addJwk((JsonObject) key));
        verifier = new TokenVerifier(JWTAuth.create(vertx, options), InstantSource.system());
    }

    @Test
    void aTokenHasTheSameClaimsEachTime() {
        String token = issuer.es256(TokenIssuer.claims("acme", "webhooks:read"));

        JsonObject first = claimsOf(token);
        JsonObject again = claimsOf(token);

        assertThat(first.getString(TokenIssuer.INTEGRATOR_CLAIM)).isEqualTo("acme");
        assertThat(again).isEqualTo(first);
    }

    @Test
    void aTokenThatWasGoodIsRefusedOnceItHasExpired() {
        long expiry = Instant.now().getEpochSecond() + 2;
        String token = issuer.es256(TokenIssuer.claims("acme", "webhooks:read").put("exp", expiry));

        boolean goodAtFirst = isGood(token);

        assertThat(goodAtFirst).isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> !isGood(token));
    }

    @Test
    void anotherSignatureUnderAGoodContentIsRefused() {
        JsonObject claims = TokenIssuer.claims("acme", "webhooks:read");
        String good = issuer.es256(claims);
        String stranger = new TokenIssuer("issuer").es256(claims);
        String forged = good.substring(0, good.lastIndexOf('.')) + stranger.substring(stranger.lastIndexOf('.'));

        assertThat(isGood(good)).isTrue();
        assertThat(isGood(forged)).isFalse();
    }

    private JsonObject claimsOf(String token) {
        return verifier.claimsOf(token)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private boolean isGood(String token) {
        return verifier.claimsOf(token)
                .map(true)
                .otherwise(false)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
