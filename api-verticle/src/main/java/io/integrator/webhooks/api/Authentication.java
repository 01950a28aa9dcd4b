package io.integrator.webhooks.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Finds out who asks, from the bearer token and nothing else, and whether the token is good for what they ask. */
final class Authentication {

    /** The scope of the operator's tree, whose callers need not be an integrator. */
    private static final String OPERATOR = "operator";

    private static final String SCHEME = "bearer";

    private final TokenVerifier tokens;

    Authentication(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    /**
     * The caller; fails with a {@link ProblemException}: 401 or 403 when the token isn't good for {@code scope}, 429 when there is
     * no telling yet.
     */
    Future<Caller> callerOf(RoutingContext context, String scope) {
        Challenge challenge = new Challenge(scope);
        Optional<String> token = tokenOf(context);
        if (token.isEmpty()) {
            return Future.failedFuture(challenge.withoutToken());
        }
        return tokens.callerOf(token.get())
                .recover(refusal ->
                        Future.failedFuture(refusal instanceof ProblemException ? refusal : challenge.invalidToken()))
                .map(caller -> admit(caller, challenge));
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

    private static Caller admit(Caller caller, Challenge challenge) {
        if (caller.integrator().isEmpty() && !challenge.scope().equals(OPERATOR)) {
            throw challenge.invalidToken();
        }
        if (!caller.scopes().contains(challenge.scope())) {
            throw challenge.insufficientScope();
        }
        return caller;
    }
}
