package io.integrator.webhooks.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
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
                                        .put("kid", nameOfRsaKey())
                                        .put("use", "sig")
                                        .put("alg", "RS256")
                                        .put("n", unsigned(rsaKey.getModulus(), 256))
                                        .put("e", unsigned(rsaKey.getPublicExponent(), 3)))
                                .add(new JsonObject()
                                        .put("kty", "EC")
                                        .put("kid", nameOfEcKey())
                                        .put("use", "sig")
                                        .put("crv", "P-256")
                                        .put("x", unsigned(ecKey.getW().getAffineX(), 32))
                                        .put("y", unsigned(ecKey.getW().getAffineY(), 32))));
    }

    PublicKey rsaPublicKey() {
        return rsa.getPublic();
    }

    PublicKey ecPublicKey() {
        return ec.getPublic();
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
        return rs256(claims, nameOfRsaKey());
    }

    String rs256(JsonObject claims, String keyName) {
        return rs256(new JsonObject().put("alg", "RS256").put("kid", keyName).encode(), claims.encode());
    }

    /** A token of whatever is given for a head and for claims. */
    String rs256(String head, String claims) {
        String content = content(head.getBytes(UTF_8), claims.getBytes(UTF_8));
        return content + "." + base64(rsaSignature(content));
    }

    String es256(JsonObject claims) {
        String content = content(esHead(), claims.encode().getBytes(UTF_8));
        return content + "." + base64(ecSignature(content));
    }

    /** The same with another signature. */
    String es256(JsonObject claims, byte[] signature) {
        return content(esHead(), claims.encode().getBytes(UTF_8)) + "." + base64(signature);
    }

    private byte[] esHead() {
        JsonObject head = new JsonObject().put("alg", "ES256").put("kid", nameOfEcKey());
        return head.encode().getBytes(UTF_8);
    }

    byte[] rsaSignature(String content) {
        return sign("SHA256withRSA", rsa.getPrivate(), content);
    }

    byte[] ecSignature(String content) {
        return sign("SHA256withECDSAinP1363Format", ec.getPrivate(), content);
    }

    /** As the JDK and much else has it, and JWS hasn't. */
    byte[] ecSignatureInDer(String content) {
        return sign("SHA256withECDSA", ec.getPrivate(), content);
    }

    String nameOfRsaKey() {
        return name + "-rsa";
    }

    String nameOfEcKey() {
        return name + "-ec";
    }

    /** The part of a token that is signed. */
    static String content(JsonObject head, JsonObject claims) {
        return content(head.encode().getBytes(UTF_8), claims.encode().getBytes(UTF_8));
    }

    static String content(byte[] head, byte[] claims) {
        return base64(head) + "." + base64(claims);
    }

    static String base64(byte[] bytes) {
        return BASE64.encodeToString(bytes);
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
