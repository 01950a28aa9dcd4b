package io.integrator.webhooks.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** The platform's issuer of tokens: RS256, with its keys in a file. */
public final class PlatformIssuer {

    static final String NAME = "https://issuer.example.com";
    static final String AUDIENCE = "webhooks";

    private static final String KEY_ID = "k1";
    private static final int LIFETIME_SECONDS = 600;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;
    private final Path file;

    private PlatformIssuer(KeyPair keys, Path file) {
        this.keys = keys;
        this.file = file;
    }

    /** One with a fresh key, published in a directory. */
    public static PlatformIssuer in(Path directory) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            KeyPair keys = generator.generateKeyPair();
            return new PlatformIssuer(
                    keys, Files.writeString(directory.resolve("jwks.json"), keySet((RSAPublicKey) keys.getPublic())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String keySet(RSAPublicKey key) {
        JsonObject published = new JsonObject()
                .put("kty", "RSA")
                .put("kid", KEY_ID)
                .put("use", "sig")
                .put("alg", "RS256")
                .put("n", unsigned(key.getModulus()))
                .put("e", unsigned(key.getPublicExponent()));
        return new JsonObject().put("keys", new JsonArray().add(published)).encode();
    }

    /** Where its public key is. */
    URI jwks() {
        return file.toUri();
    }

    /** A token of an integrator for all of its own. */
    public String token(String integrator) {
        return token(new JsonObject()
                .put("sub", integrator)
                .put("integrator_id", integrator)
                .put("scope", "webhooks:read webhooks:write"));
    }

    /** A token of the platform's own people. */
    public String operatorToken() {
        return token(new JsonObject().put("sub", "someone").put("scope", "operator"));
    }

    private String token(JsonObject claims) {
        JsonObject header = new JsonObject().put("alg", "RS256").put("kid", KEY_ID);
        long now = Instant.now().getEpochSecond();
        claims.put("iss", NAME).put("aud", AUDIENCE).put("iat", now).put("exp", now + LIFETIME_SECONDS);
        String signed = encoded(header) + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(JsonObject json) {
        return URL.encodeToString(json.encode().getBytes(UTF_8));
    }

    /** Big-endian, without a byte for the sign (RFC 7518, 2). */
    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return URL.encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }
}
