package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * What is told to those whose token isn't good (RFC 6750), in the body and in {@code WWW-Authenticate} alike.
 *
 * @param scope the scope that the operation needs
 */
record Challenge(String scope) {

    private static final String REALM = "integrator-webhooks";

    Challenge {
        requireNonNull(scope, "scope");
    }

    /** 401 for a request without a token, which by RFC 6750 says nothing of an error. */
    ProblemException withoutToken() {
        return problem(401, "A bearer token is required.", Optional.empty());
    }

    /** 401 for a token that isn't valid. Doesn't say why: whoever has a good one has no need to know. */
    ProblemException invalidToken() {
        return problem(401, "The token is not valid.", Optional.of("invalid_token"));
    }

    /** 403 for a valid token that isn't good for this. */
    ProblemException insufficientScope() {
        return problem(403, "The token lacks the scope " + scope + ".", Optional.of("insufficient_scope"));
    }

    private ProblemException problem(int status, String detail, Optional<String> error) {
        JsonObject members = new JsonObject().put("realm", REALM).put("scope", scope);
        error.ifPresent(code -> members.put("error", code));
        String header = "Bearer realm=\"%s\", scope=\"%s\"%s"
                .formatted(
                        REALM,
                        scope,
                        error.map(code -> ", error=\"" + code + "\"").orElse(""));
        return new ProblemException(new Problem(status, detail, members, Map.of("WWW-Authenticate", header)));
    }
}
