package io.integrator.webhooks.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out who has a token, and remembers it of those that were good: the same come again and again, and an ES256 signature
 * takes Java 17 a millisecond, several times what the rest of a request does. Tokens that it doesn't remember may be anybody's
 * inventions, so their signatures are verified on another thread, of which there is one, and no more than so many wait for
 * it: whoever floods the service with them holds up nobody whose token is remembered. Belongs to one event loop.
 */
final class TokenVerifier {

    /** The name of the thread's pool, which the event loops of a process share. */
    static final String POOL = "webhooks-tokens";

    /** A quarter of a second's work on Java 17. */
    static final int MOST_UNDER_WAY = 256;

    /** Bounds the memory; only tokens that the issuer signed get in. */
    private static final long REMEMBERED = 10_000;

    private static final String TOO_MANY = "More tokens that weren't seen before come than can be verified";

    /** By digest, so that memory holds no token longer than its request lasts. */
    private final Cache<ByteBuffer, Verified> good =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** A client that begins with many requests at once has its token verified once. */
    private final Map<ByteBuffer, Future<Caller>> underWay = new HashMap<>();

    private final Admission verifications = new Admission(MOST_UNDER_WAY, TOO_MANY);

    /** Apart, or keys of somebody's invention could keep out tokens by those that are known. */
    private final Admission unknownKeys = new Admission(MOST_UNDER_WAY, TOO_MANY);

    private final TokenKeys keys;
    private final TokenClaims rules;
    private final WorkerExecutor worker;
    private final InstantSource clock;

    private record Verified(Caller caller, TokenKey by) {}

    /** @param worker of one thread */
    TokenVerifier(TokenKeys keys, TokenClaims rules, WorkerExecutor worker, InstantSource clock) {
        this.keys = keys;
        this.rules = rules;
        this.worker = worker;
        this.clock = clock;
    }

    /**
     * Who has a token. Fails when it isn't good now, and with a {@link ProblemException}, 429, when too many others are still to
     * be verified.
     */
    Future<Caller> callerOf(String token) {
        Instant now = clock.instant();
        ByteBuffer digest = digest(token);
        Verified before = good.getIfPresent(digest);
        if (before != null && isStillGood(before, now)) {
            return Future.succeededFuture(before.caller());
        }
        Future<Caller> begun = underWay.get(digest);
        return begun == null ? begin(token, digest, now) : begun;
    }

    /** Whatever else is asked of the time, which only goes on, stays as it was. */
    private boolean isStillGood(Verified before, Instant now) {
        return !now.minus(TokenClaims.LEEWAY).isAfter(before.caller().until())
                && keys.inUse().contains(before.by());
    }

    /** What is quickly seen to be bad waits for nothing. */
    private Future<Caller> begin(String token, ByteBuffer digest, Instant now) {
        Optional<SignedToken> signed = SignedToken.read(token);
        Optional<Caller> claimed = signed.flatMap(read -> rules.callerOf(read.claims(), now));
        if (claimed.isEmpty()) {
            return refused();
        }
        Future<Caller> verified = signerOf(signed.get()).map(by -> {
            good.put(digest, new Verified(claimed.get(), by));
            return claimed.get();
        });
        underWay.put(digest, verified);
        return verified.onComplete(done -> underWay.remove(digest));
    }

    /** The key that has signed a token; fails when none of the issuer's has. */
    private Future<TokenKey> signerOf(SignedToken token) {
        return keysFor(token).compose(candidates -> {
            List<TokenKey> fitting =
                    candidates.stream().filter(key -> key.fits(token)).toList();
            return fitting.isEmpty()
                    ? refused()
                    : verifications
                            .admit(() -> worker.executeBlocking(() -> signerOf(token, fitting), false))
                            .compose(by -> by.map(Future::succeededFuture).orElseGet(TokenVerifier::refused));
        });
    }

    private Future<List<TokenKey>> keysFor(SignedToken token) {
        Future<List<TokenKey>> found = keys.forToken(token);
        return found.isComplete() ? found : unknownKeys.admit(() -> found);
    }

    private static Optional<TokenKey> signerOf(SignedToken token, List<TokenKey> fitting) {
        return fitting.stream().filter(key -> key.hasSigned(token)).findFirst();
    }

    private static <T> Future<T> refused() {
        return Future.failedFuture("The token isn't good");
    }

    private static ByteBuffer digest(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had from this JDK", e);
        }
    }
}
