package io.integrator.webhooks.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** An issuer of tokens with a key of each kind, that also makes tokens which nobody should take. */
final class TokenIssuer {

    static final String ISSUER = "https://issuer.example.com";
    static final String AUDIENCE = "webhooks";
    static final String INTEGRATOR_CLAIM = "integrator_id";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String name;
    private final KeyPair rsa;
    private final KeyPair ec;

    /** @param name what its keys' names start with */
    TokenIssuer(String name) {
        this.name = name;
        try {
            KeyPairGenerator rsaKeys = KeyPairGenerator.getInstance("RSA");
            rsaKeys.initialize(2_048);
            rsa = rsaKeys.generateKeyPair();
            KeyPairGenerator ecKeys = KeyPairGenerator.getInstance("EC");
            ecKeys.initialize(new ECGenParameterSpec("secp256r1"));
            ec = ecKeys.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The keys as it publishes them. */
    JsonObject keySet() {
        RSAPublicKey rsaKey = (RSAPublicKey) rsa.getPublic();
        ECPublicKey ecKey = (ECPublicKey) ec.getPublic();
        return new JsonObject()
                .put(
                        "keys",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("kty", "RSA")
                                        .put("kid", name + "-rsa")
                                        .put("use", "sig")
                                        .put("alg", "RS256")
                                        .put("n", unsigned(rsaKey.getModulus(), 256))
                                        .put("e", unsigned(rsaKey.getPublicExponent(), 3)))
                                .add(new JsonObject()
                                        .put("kty", "EC")
                                        .put("kid", name + "-ec")
                                        .put("use", "sig")
                                        .put("crv", "P-256")
                                        .put("x", unsigned(ecKey.getW().getAffineX(), 32))
                                        .put("y", unsigned(ecKey.getW().getAffineY(), 32))));
    }

    byte[] rsaPublicKey() {
        return rsa.getPublic().getEncoded();
    }

    /** The claims of a token that is good for ten minutes. */
    static JsonObject claims(String integrator, String scope) {
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("iss", ISSUER)
                .put("aud", AUDIENCE)
                .put("iat", now)
                .put("exp", now + 600)
                .put("scope", scope)
                .put(INTEGRATOR_CLAIM, integrator);
    }

    String rs256(JsonObject claims) {
        return rs256(claims, name + "-rsa");
    }

    String rs256(JsonObject claims, String keyName) {
        String content = content(new JsonObject().put("alg", "RS256").put("kid", keyName), claims);
        return content + "." + BASE64.encodeToString(sign("SHA256withRSA", rsa.getPrivate(), content));
    }

    String es256(JsonObject claims) {
        String content = content(new JsonObject().put("alg", "ES256").put("kid", name + "-ec"), claims);
        return content + "." + BASE64.encodeToString(sign("SHA256withECDSAinP1363Format", ec.getPrivate(), content));
    }

    String nameOfRsaKey() {
        return name + "-rsa";
    }

    /** The part of a token that is signed. */
    static String content(JsonObject head, JsonObject claims) {
        return BASE64.encodeToString(head.encode().getBytes(UTF_8)) + "."
                + BASE64.encodeToString(claims.encode().getBytes(UTF_8));
    }

    private static byte[] sign(String algorithm, PrivateKey key, String content) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(content.getBytes(UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        byte[] significant =
                bytes.length > length ? Arrays.copyOfRange(bytes, bytes.length - length, bytes.length) : bytes;
        System.arraycopy(significant, 0, fixed, length - significant.length, significant.length);
        return BASE64.encodeToString(fixed);
    }
}
