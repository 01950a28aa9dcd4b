package io.integrator.webhooks.bench.caller;

import io.integrator.webhooks.launcher.SigningKey;
import io.integrator.webhooks.launcher.TokenIssuer;
import io.integrator.webhooks.settings.AuthSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A token of each integrator, made before it is needed. */
final class Tokens {

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final List<String> SCOPES = List.of("webhooks:read", "webhooks:write");

    private final List<String> names;
    private final List<String> tokens;

    /** @param keys the directory with the key that signs them */
    Tokens(Path keys, Integrators integrators) {
        TokenIssuer.Audience audience = new TokenIssuer.Audience(
                CallerProcess.ISSUER,
                CallerProcess.AUDIENCE,
                AuthSettings.INTEGRATOR_CLAIM.defaultText().orElseThrow());
        TokenIssuer issuer = new TokenIssuer(SigningKey.in(keys), audience, InstantSource.system());
        this.names = integrators.names();
        this.tokens = names.stream()
                .map(name -> issuer.issue(Optional.of(name), SCOPES, LIFETIME))
                .toList();
    }

    /** Whose turn it is. */
    String integrator(long number) {
        return names.get((int) (number % names.size()));
    }

    /** Theirs. */
    String token(long number) {
        return tokens.get((int) (number % tokens.size()));
    }
}
