package io.integrator.webhooks.api;

import io.integrator.webhooks.settings.AuthSettings;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds out who asks, from the bearer token and nothing else, and whether the token is good for what they ask. */
final class Authentication {

    /** The scope of the operator's tree, whose callers need not be an integrator. */
    private static final String OPERATOR = "operator";

    private static final String SCHEME = "bearer";
    private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256");
    private static final Pattern INTEGRATOR_ID = Pattern.compile("[!-~]{1,128}");

    private final TokenKeys keys;
    private final String integratorClaim;

    Authentication(TokenKeys keys, AuthSettings settings) {
        this.keys = keys;
        this.integratorClaim = settings.integratorClaim();
    }

    /** The caller; fails with a {@link ProblemException}, 401 or 403, when the token isn't good for {@code scope}. */
    Future<Caller> callerOf(RoutingContext context, String scope) {
        Challenge challenge = new Challenge(scope);
        Optional<String> token = tokenOf(context);
        if (token.isEmpty()) {
            return Future.failedFuture(challenge.withoutToken());
        }
        return claimsOf(token.get())
                .map(claims -> caller(claims, challenge))
                .recover(refusal ->
                        Future.failedFuture(refusal instanceof ProblemException ? refusal : challenge.invalidToken()));
    }

    /** Empty when there are no credentials, or those of another scheme; a scheme without a token has a bad one. */
    private static Optional<String> tokenOf(RoutingContext context) {
        List<String> credentials = context.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        if (credentials.size() != 1) {
            return Optional.empty();
        }
        String[] parts = credentials.get(0).strip().split(" +", 2);
        return parts[0].equalsIgnoreCase(SCHEME) ? Optional.of(parts.length == 2 ? parts[1] : "") : Optional.empty();
    }

    private Future<JsonObject> claimsOf(String token) {
        Optional<TokenHead> head = TokenHead.of(token).filter(read -> ALGORITHMS.contains(read.algorithm()));
        if (head.isEmpty()) {
            return Future.failedFuture("not signed with RS256 or ES256");
        }
        return keys.verifierFor(head.get().keyName()).compose(verifier -> verifier.claimsOf(token));
    }

    private Caller caller(JsonObject claims, Challenge challenge) {
        Optional<String> integrator = Optional.ofNullable(claims.getValue(integratorClaim))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(id -> INTEGRATOR_ID.matcher(id).matches());
        boolean nameless = integrator.isEmpty() && !challenge.scope().equals(OPERATOR);
        if (nameless || !(claims.getValue("exp") instanceof Number expiry)) {
            // A token that never expires is as bad as one that has: the verifier lets it pass.
            throw challenge.invalidToken();
        }
        Set<String> scopes =
                Set.copyOf(List.of(claims.getString("scope", "").strip().split("\\s+")));
        if (!scopes.contains(challenge.scope())) {
            throw challenge.insufficientScope();
        }
        return new Caller(integrator, scopes, instant(expiry.longValue()));
    }

    /** A token may be good for longer than there are instants. */
    private static Instant instant(long epochSecond) {
        return Instant.ofEpochSecond(Math.min(epochSecond, Instant.MAX.getEpochSecond()));
    }
}
