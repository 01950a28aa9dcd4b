package io.integrator.webhooks.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;

/**
 * Verifies tokens with one set of keys, and remembers those that were good: an ES256 signature takes Java 17 a millisecond,
 * several times what the rest of a request does, and the same tokens come again and again. What it remembers ends with the set.
 */
final class TokenVerifier {

    /** Bounds the memory; only tokens that the issuer signed get in. */
    private static final long REMEMBERED = 10_000;

    /** By digest, so that memory holds no token longer than its request lasts. */
    private final Cache<ByteBuffer, Verified> good =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private final JWTAuth verifier;
    private final InstantSource clock;

    private record Verified(JsonObject claims, long expiry) {}

    /** @param verifier of the set */
    TokenVerifier(JWTAuth verifier, InstantSource clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    /** The claims of a token, not to be changed; fails when it isn't good now. */
    Future<JsonObject> claimsOf(String token) {
        ByteBuffer digest = digest(token);
        Verified before = good.getIfPresent(digest);
        if (before != null && clock.instant().getEpochSecond() < before.expiry()) {
            return Future.succeededFuture(before.claims());
        }
        return verifier.authenticate(new TokenCredentials(token))
                .map(user -> user.attributes().getJsonObject("accessToken"))
                .onSuccess(claims -> remember(digest, claims));
    }

    /** Whatever else is asked of the time, which only goes on, stays as it was; a token without an end isn't good for anything. */
    private void remember(ByteBuffer digest, JsonObject claims) {
        if (claims.getValue("exp") instanceof Number expiry) {
            good.put(digest, new Verified(claims, expiry.longValue()));
        }
    }

    private static ByteBuffer digest(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had from this JDK", e);
        }
    }
}
