package io.integrator.webhooks.api;

import io.integrator.webhooks.settings.AuthSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token issuer's keys as they were last read, and what verifies tokens with them. They are read again every few minutes,
 * and when a token names a key that isn't among them. Belongs to the event loop of the verticle that starts it.
 */
final class TokenKeys {

    private static final Logger LOG = LoggerFactory.getLogger(TokenKeys.class);
    private static final Duration REFRESH_EVERY = Duration.ofMinutes(5);
    private static final Duration LEEWAY = Duration.ofSeconds(30);

    /** Tokens that name keys of their own invention must not make us fetch without end. */
    private static final Duration REFRESH_AT_MOST_EVERY = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final AuthSettings settings;
    private final KeySource source;
    private final InstantSource clock;
    private TokenVerifier verifier;
    private List<JsonObject> inUse = List.of();
    private Set<String> names = Set.of();
    private Instant refreshedAt = Instant.MIN;
    private Future<Void> refreshing = Future.succeededFuture();
    private long timer;

    TokenKeys(Vertx vertx, AuthSettings settings, KeySource source, InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.source = source;
        this.clock = clock;
    }

    /** Reads the keys; fails with the source's address and what was wrong when there are none to be had. */
    Future<Void> start() {
        return read().recover(failure -> Future.failedFuture(new IllegalStateException(
                        "The keys of the token issuer can't be read from %s (%s): %s"
                                .formatted(settings.jwks(), AuthSettings.JWKS_URI.name(), failure.getMessage()),
                        failure)))
                .onSuccess(read -> timer = vertx.setPeriodic(REFRESH_EVERY.toMillis(), tick -> refresh()));
    }

    /** Stops reading them. */
    Future<Void> stop() {
        vertx.cancelTimer(timer);
        return source.close();
    }

    /** What verifies a token that names this key, or none. */
    Future<TokenVerifier> verifierFor(Optional<String> keyName) {
        boolean known = keyName.map(names::contains).orElse(true);
        boolean recent = refreshedAt.plus(REFRESH_AT_MOST_EVERY).isAfter(clock.instant());
        if (known || (recent && refreshing.isComplete())) {
            return Future.succeededFuture(verifier);
        }
        return refresh().map(done -> verifier);
    }

    /** Those that come while it is under way wait for the same. A failure leaves the keys as they were. */
    private Future<Void> refresh() {
        if (refreshing.isComplete()) {
            refreshing = read().otherwise(failure -> {
                LOG.atWarn()
                        .addKeyValue("source", source.uri())
                        .setCause(failure)
                        .log("The keys of the token issuer can't be read now; those read before stay in use");
                return null;
            });
        }
        return refreshing;
    }

    private Future<Void> read() {
        refreshedAt = clock.instant();
        return source.read().map(published -> {
            use(published.stream().filter(TokenKeys::isUsable).toList());
            return null;
        });
    }

    /** Only RSA keys and those of the curve P-256 can have signed with RS256 and ES256; a shared key is never public. */
    private static boolean isUsable(JsonObject key) {
        Object type = key.getValue("kty");
        boolean signs = "sig".equals(key.getValue("use", "sig"));
        boolean rsa = "RSA".equals(type) && "RS256".equals(key.getValue("alg", "RS256"));
        boolean ec = "EC".equals(type) && "P-256".equals(key.getValue("crv"));
        return signs && (rsa || ec);
    }

    private void use(List<JsonObject> keys) {
        if (keys.isEmpty()) {
            throw new IllegalStateException("it holds no key for RS256 or ES256");
        }
        if (keys.equals(inUse)) {
            return;
        }
        JWTOptions claims = new JWTOptions()
                .setIssuer(settings.issuer())
                .addAudience(settings.audience())
                .setLeeway(Math.toIntExact(LEEWAY.toSeconds()));
        inUse = keys;
        verifier = new TokenVerifier(
                JWTAuth.create(vertx, new JWTAuthOptions().setJwks(keys).setJWTOptions(claims)), clock);
        names = keys.stream()
                .map(key -> key.getValue("kid"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toUnmodifiableSet());
    }
}
