package io.integrator.webhooks.settings;

import java.net.URI;
import java.util.List;

/**
 * Whose tokens the API takes.
 *
 * @param jwks where the token issuer publishes its public keys
 * @param issuer the iss that a token must have
 * @param audience the aud that a token must have
 * @param integratorClaim the claim that names the integrator
 */
public record AuthSettings(URI jwks, String issuer, String audience, String integratorClaim) {

    public static final Setting<URI> JWKS_URI = Setting.required(
            "WEBHOOKS_AUTH_JWKS_URI",
            SettingType.uri("an http, https or file URI of a JSON Web Key Set", "http", "https", "file"),
            "where the token issuer publishes its public keys");

    public static final Setting<String> ISSUER =
            Setting.required("WEBHOOKS_AUTH_ISSUER", SettingType.text(), "the iss that a token must have");

    public static final Setting<String> AUDIENCE =
            Setting.required("WEBHOOKS_AUTH_AUDIENCE", SettingType.text(), "the aud that a token must have");

    public static final Setting<String> INTEGRATOR_CLAIM = Setting.of(
            "WEBHOOKS_AUTH_INTEGRATOR_CLAIM",
            SettingType.text(),
            "integrator_id",
            "the claim that names the integrator");

    static final List<Setting<?>> ALL = List.of(JWKS_URI, ISSUER, AUDIENCE, INTEGRATOR_CLAIM);

    static final SettingArea AREA = new SettingArea("Tokens", """
            The API takes bearer tokens (JWT, RS256 or ES256) of one issuer, which say by their scopes what their holder may do.
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static AuthSettings read(SettingReader reader) {
        return new AuthSettings(
                reader.read(JWKS_URI), reader.read(ISSUER), reader.read(AUDIENCE), reader.read(INTEGRATOR_CLAIM));
    }
}
