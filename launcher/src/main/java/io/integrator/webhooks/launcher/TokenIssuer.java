package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.AuthSettings;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes the tokens of {@code dev}: what the platform's own issuer does in production. */
public final class TokenIssuer {

    private final SigningKey key;
    private final Audience audience;
    private final InstantSource clock;

    /** Whom tokens come from and are for, and the claim that names the integrator; see {@link AuthSettings}. */
    public record Audience(String issuer, String audience, String integratorClaim) {

        static Audience of(AuthSettings settings) {
            return new Audience(settings.issuer(), settings.audience(), settings.integratorClaim());
        }
    }

    /** @param clock by which tokens begin and end */
    public TokenIssuer(SigningKey key, Audience audience, InstantSource clock) {
        this.key = key;
        this.audience = audience;
        this.clock = clock;
    }

    /**
     * A token.
     *
     * @param integratorId empty for the platform's own people, who are no integrator
     */
    public String issue(Optional<String> integratorId, List<String> scopes, Duration lifetime) {
        Instant now = clock.instant();
        JsonObject claims = new JsonObject()
                .put("iss", audience.issuer())
                .put("aud", audience.audience())
                .put("sub", integratorId.orElse("operator"))
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(lifetime).getEpochSecond())
                .put("scope", String.join(" ", scopes));
        integratorId.ifPresent(id -> claims.put(audience.integratorClaim(), id));
        return key.sign(claims);
    }
}
