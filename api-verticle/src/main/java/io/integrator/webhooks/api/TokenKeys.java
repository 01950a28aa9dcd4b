package io.integrator.webhooks.api;

import io.integrator.webhooks.settings.AuthSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token issuer's keys as they were last read. They are read again every few minutes, and when a token names a key that isn't
 * among them. Belongs to the event loop of the verticle that starts it.
 */
final class TokenKeys {

    private static final Logger LOG = LoggerFactory.getLogger(TokenKeys.class);
    private static final Duration REFRESH_EVERY = Duration.ofMinutes(5);

    /** A token that names no key is tried with each of them. */
    private static final int MOST_KEYS = 32;

    /** Tokens that name keys of their own invention must not make us fetch without end. */
    private static final Duration REFRESH_AT_MOST_EVERY = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final AuthSettings settings;
    private final KeySource source;
    private final InstantSource clock;
    private List<TokenKey> inUse = List.of();
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

    /** Those that were read last. */
    List<TokenKey> inUse() {
        return inUse;
    }

    /** The keys to look for a token's among, read anew when it names one that isn't there. */
    Future<List<TokenKey>> forToken(SignedToken token) {
        boolean known = token.keyName().isEmpty()
                || inUse.stream().anyMatch(key -> key.name().equals(token.keyName()));
        boolean recent = refreshedAt.plus(REFRESH_AT_MOST_EVERY).isAfter(clock.instant());
        if (known || (recent && refreshing.isComplete())) {
            return Future.succeededFuture(inUse);
        }
        return refresh().map(done -> inUse);
    }

    /** Those that come while it is under way wait for the same. A failure leaves the keys as they were. */
    private Future<Void> refresh() {
        if (refreshing.isComplete()) {
            refreshing = read().otherwise(failure -> {
                LOG.atWarn()
                        .addKeyValue("jwks", source.uri())
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
            inUse = usable(published);
            return null;
        });
    }

    /** Others are passed over (RFC 7517, 5), but a set without any is no set to verify by. */
    private static List<TokenKey> usable(List<JsonObject> published) {
        List<TokenKey> usable = published.stream()
                .flatMap(key -> TokenKey.of(key).stream())
                .limit(MOST_KEYS + 1L)
                .toList();
        if (usable.isEmpty()) {
            throw new IllegalStateException("it holds no key for RS256 or ES256");
        }
        if (usable.size() > MOST_KEYS) {
            throw new IllegalStateException("it holds more than " + MOST_KEYS + " keys");
        }
        return usable;
    }
}
