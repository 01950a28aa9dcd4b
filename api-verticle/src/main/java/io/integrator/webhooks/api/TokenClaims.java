package io.integrator.webhooks.api;

import io.integrator.webhooks.settings.AuthSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a token must say (RFC 7519, 4.1) to be taken: by whom it was issued, for whom, until when, and who has it. */
final class TokenClaims {

    /** How far the issuer's clock may be from this one's. */
    static final Duration LEEWAY = Duration.ofSeconds(30);

    private static final Pattern INTEGRATOR_ID = Pattern.compile("[!-~]{1,128}");
    private static final String EXPIRES = "exp";

    /** Later is no time: a token that practically never expires is as bad as one that has. */
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final AuthSettings settings;

    TokenClaims(AuthSettings settings) {
        this.settings = settings;
    }

    /** Who has a token with these claims; empty when it isn't good now, or not here, or has a claim of a wrong type. */
    Optional<Caller> callerOf(JsonObject claims, Instant now) {
        long latest = now.plus(LEEWAY).getEpochSecond();
        boolean good = settings.issuer().equals(claims.getValue("iss"))
                && isForUs(claims.getValue("aud"))
                && claims.containsKey(EXPIRES)
                && isTime(claims, EXPIRES, now.minus(LEEWAY).getEpochSecond(), LAST_SECOND)
                && isTime(claims, "nbf", 0, latest)
                && isTime(claims, "iat", 0, latest)
                && namesItsHolder(claims);
        if (!good || !(claims.getValue("scope", "") instanceof String scope)) {
            return Optional.empty();
        }
        return Optional.of(new Caller(
                Optional.ofNullable(claims.getString(settings.integratorClaim())),
                Set.copyOf(List.of(scope.strip().split("\\s+"))),
                Instant.ofEpochSecond(claims.getLong(EXPIRES))));
    }

    private boolean isForUs(Object audience) {
        return settings.audience().equals(audience)
                || (audience instanceof JsonArray several && several.contains(settings.audience()));
    }

    /** Whether a claim is a NumericDate within these seconds, which may be fractions; so is one that isn't there. */
    private static boolean isTime(JsonObject claims, String name, long first, long last) {
        if (!claims.containsKey(name)) {
            return true;
        }
        return claims.getValue(name) instanceof Number seconds
                && seconds.doubleValue() >= (double) first
                && seconds.doubleValue() <= (double) last;
    }

    /** Or has no claim for it, which is for whoever asks for a scope to judge: an operator is no integrator. */
    private boolean namesItsHolder(JsonObject claims) {
        String claim = settings.integratorClaim();
        return !claims.containsKey(claim)
                || (claims.getValue(claim) instanceof String id
                        && INTEGRATOR_ID.matcher(id).matches());
    }
}
