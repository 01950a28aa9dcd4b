package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens are verified by a library that isn't ours, from the published keys alone. */
class TokenIssuerTest {

    private static final TokenIssuer.Audience AUDIENCE = new TokenIssuer.Audience("dev", "webhooks", "integrator_id");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        Await.result(vertx.close(), LIMIT, "closing");
    }

    @Test
    void aTokenVerifiesAndSaysWhoseItIs() throws IOException {
        SigningKey key = SigningKey.in(directory);

        String token = new TokenIssuer(key, AUDIENCE, InstantSource.system())
                .issue(Optional.of("acme"), List.of("webhooks:read", "webhooks:write"), Duration.ofMinutes(5));

        JsonObject claims = verify(key, token).attributes().getJsonObject("accessToken");
        assertThat(claims.getString("iss")).isEqualTo("dev");
        assertThat(claims.getString("aud")).isEqualTo("webhooks");
        assertThat(claims.getString("integrator_id")).isEqualTo("acme");
        assertThat(claims.getString("scope")).isEqualTo("webhooks:read webhooks:write");
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(300);
    }

    @Test
    void anOperatorIsNoIntegrator() throws IOException {
        SigningKey key = SigningKey.in(directory);

        String token = new TokenIssuer(key, AUDIENCE, InstantSource.system())
                .issue(Optional.empty(), List.of("operator"), Duration.ofMinutes(5));

        JsonObject claims = verify(key, token).attributes().getJsonObject("accessToken");
        assertThat(claims.containsKey("integrator_id")).isFalse();
        assertThat(claims.getString("scope")).isEqualTo("operator");
    }

    @Test
    void theKeyIsMadeOnce() throws IOException {
        String token = new TokenIssuer(SigningKey.in(directory), AUDIENCE, InstantSource.system())
                .issue(Optional.of("acme"), List.of(), Duration.ofMinutes(5));

        SigningKey again = SigningKey.in(directory);

        assertThat(verify(again, token)).isNotNull();
    }

    @Test
    void anotherKeyDoesNotVerify() throws IOException {
        String token = new TokenIssuer(SigningKey.in(directory), AUDIENCE, InstantSource.system())
                .issue(Optional.of("acme"), List.of(), Duration.ofMinutes(5));
        SigningKey other = SigningKey.in(Files.createDirectory(directory.resolve("other")));

        assertThatThrownBy(() -> verify(other, token)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void onlyTheOwnerReadsThePrivateKey() throws IOException {
        SigningKey.in(directory);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("signing-key.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aTokenIsMadeForTheDirectoryOfADev() throws IOException {
        DevDirectory kept = DevDirectory.of(Optional.of(directory));
        SigningKey key = kept.signingKey();
        kept.remember(new DevState(1, 2, "localhost:9092", "domain-events", DevDirectory.keysIn(directory), AUDIENCE));

        Invocation invocation = Invocation.of(
                "token",
                "--integrator",
                "acme",
                "--scope",
                "webhooks:read",
                "--ttl",
                "15m",
                "--data",
                directory.toString());

        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        JsonObject claims = verify(key, invocation.out().strip()).attributes().getJsonObject("accessToken");
        assertThat(claims.getString("integrator_id")).isEqualTo("acme");
        assertThat(claims.getString("scope")).isEqualTo("webhooks:read");
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(900);
    }

    private User verify(SigningKey key, String token) throws IOException {
        JWTAuthOptions options = new JWTAuthOptions();
        new JsonObject(Files.readString(key.jwks()))
                .getJsonArray("keys")
                .forEach(jwk -> options.addJwk((JsonObject) jwk));
        return Await.result(
                JWTAuth.create(vertx, options).authenticate(new TokenCredentials(token)), LIMIT, "verifying");
    }
}
