package io.integrator.webhooks.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.provider.Arguments;

/** Tokens by which somebody tries to be taken for an integrator, each with what is the matter with it. */
final class HostileTokens {

    /** The order of P-256 (FIPS 186). */
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final TokenIssuer issuer;
    private final TokenIssuer attacker = new TokenIssuer("attacker");
    private final JsonObject good;

    /** @param good claims that would be taken */
    HostileTokens(TokenIssuer issuer, JsonObject good) {
        this.issuer = issuer;
        this.good = good;
    }

    /** @param lure an address of the attacker's, whose keys are there to be fetched */
    Stream<Arguments> all(String lure) {
        return Stream.of(
                        offeredKeys(lure), keyNames(), algorithms(), critical(), es256(), rs256(), confused(), shapes())
                .flatMap(tokens -> tokens);
    }

    /** The attacker's key, offered with the token that it has signed (RFC 7515, 4.1.2 to 4.1.6). */
    private Stream<Arguments> offeredKeys(String lure) {
        JsonArray keys = attacker.keySet().getJsonArray("keys");
        String encoded =
                Base64.getEncoder().encodeToString(attacker.rsaPublicKey().getEncoded());
        Map<String, Object> offers = Map.of(
                "jwk",
                keys.getJsonObject(0),
                "jku",
                lure + "/keys",
                "x5u",
                lure + "/certificate",
                "x5c",
                new JsonArray().add(encoded),
                "x5t",
                "c2hhMQ");
        return offers.entrySet().stream()
                .flatMap(offer -> Stream.of(issuer.nameOfRsaKey(), attacker.nameOfRsaKey())
                        .map(name -> arguments(
                                offer.getKey() + " of the attacker's for " + name,
                                attacker.rs256(
                                        head("RS256", name)
                                                .put(offer.getKey(), offer.getValue())
                                                .encode(),
                                        good.encode()))));
    }

    private Stream<Arguments> keyNames() {
        Stream<Arguments> texts = Stream.of(
                        "../../../../../../dev/null",
                        "' or '1'='1",
                        issuer.nameOfRsaKey() + "\0",
                        "\0",
                        "",
                        "*",
                        "k".repeat(4_000))
                .map(name -> arguments("kid " + shortened(name), attacker.rs256(good, name)));
        Stream<Arguments> values = Stream.of("[\"KEY\"]", "{\"KEY\":1}", "5", "null", "true", "[]")
                .map(kid -> arguments(
                        "kid " + kid + ", signed by the issuer", signed("{\"alg\":\"RS256\",\"kid\":" + kid + "}")));
        return Stream.concat(texts, values);
    }

    /** A signature of the issuer's, said to be another. */
    private Stream<Arguments> algorithms() {
        Stream<String> values = Stream.of(
                "\"rs256\"",
                "\"Rs256\"",
                "\"RS256 \"",
                "\"RS256\\u0000\"",
                "\"none\"",
                "\"None\"",
                "\"NONE\"",
                "\"nOnE\"",
                "\"\"",
                "null",
                "[\"RS256\"]",
                "{\"RS256\":1}",
                "256",
                "true",
                "\"RS384\"",
                "\"PS256\"",
                "\"HS256\"",
                "\"ES256K\"",
                "\"EdDSA\"",
                "\"SHA256withRSA\"");
        Stream<String> heads = Stream.concat(
                values.map(alg -> "{\"alg\":" + alg + ",\"kid\":\"KEY\"}"),
                Stream.of(
                        "{\"kid\":\"KEY\"}",
                        "{\"alg\":\"RS256\",\"alg\":\"none\"}",
                        "{\"alg\":\"none\",\"alg\":\"RS256\"}",
                        "{\"alg\":\"HS256\",\"\\u0061lg\":\"RS256\"}",
                        "{\"alg\":\"RS256\",\"kid\":\"KEY\",\"kid\":\"KEY\"}",
                        "[\"RS256\"]",
                        "\"RS256\"",
                        "null",
                        "{\"alg\":\"RS256\"",
                        "{\"alg\":\"RS256\"}{}"));
        return heads.map(head -> arguments("head " + head, signed(head)));
    }

    /** What has to be understood, and isn't (RFC 7515, 4.1.11; RFC 7797). */
    private Stream<Arguments> critical() {
        return Stream.of(
                        "\"crit\":[\"exp\"]",
                        "\"crit\":[]",
                        "\"crit\":null",
                        "\"crit\":\"b64\"",
                        "\"crit\":[\"b64\"],\"b64\":true",
                        "\"crit\":[\"b64\"],\"b64\":false",
                        "\"b64\":false")
                .map(member -> "{\"alg\":\"RS256\",\"kid\":\"KEY\"," + member + "}")
                .map(head -> arguments("head " + head, signed(head)));
    }

    private Stream<Arguments> es256() {
        String content = content(issuer.es256(good));
        byte[] sound = issuer.ecSignature(content);
        byte[] r = Arrays.copyOf(sound, 32);
        byte[] s = Arrays.copyOfRange(sound, 32, 64);
        byte[] order = bytes(ORDER);
        Map<String, byte[]> signatures = Map.ofEntries(
                Map.entry("zeros", new byte[64]),
                Map.entry("r of zero", join(new byte[32], s)),
                Map.entry("s of zero", join(r, new byte[32])),
                Map.entry("r of the order", join(order, s)),
                Map.entry("s of the order", join(r, order)),
                Map.entry("ones", filled(64, 0xFF)),
                Map.entry("a signature in DER", issuer.ecSignatureInDer(content)),
                Map.entry("a byte too few", Arrays.copyOf(sound, 63)),
                Map.entry("a byte too many", Arrays.copyOf(sound, 65)),
                Map.entry("a zero before each half", join(join(new byte[1], r), join(new byte[1], s))),
                Map.entry("twice", join(sound, sound)),
                Map.entry("one byte", new byte[] {1}),
                Map.entry("the halves exchanged", join(s, r)),
                Map.entry("the attacker's", attacker.ecSignature(content)));
        return signatures.entrySet().stream()
                .map(signature -> arguments(
                        "ES256 with " + signature.getKey(), content + "." + TokenIssuer.base64(signature.getValue())));
    }

    private Stream<Arguments> rs256() {
        String content = content(issuer.rs256(good));
        byte[] sound = issuer.rsaSignature(content);
        Map<String, byte[]> signatures = Map.of(
                "zeros", new byte[256],
                "ones", filled(256, 0xFF),
                "a number of one", join(new byte[255], new byte[] {1}),
                "a zero before it", join(new byte[1], sound),
                "a zero after it", Arrays.copyOf(sound, 257),
                "its last byte cut off", Arrays.copyOf(sound, 255),
                "one byte", new byte[] {1});
        return signatures.entrySet().stream()
                .map(signature -> arguments(
                        "RS256 with " + signature.getKey(), content + "." + TokenIssuer.base64(signature.getValue())));
    }

    /** One algorithm's key taken for another's. */
    private Stream<Arguments> confused() {
        List<Arguments> tokens = new ArrayList<>();
        String rsByEc = TokenIssuer.content(head("RS256", issuer.nameOfEcKey()), good);
        String esByRsa = TokenIssuer.content(head("ES256", issuer.nameOfRsaKey()), good);
        tokens.add(arguments("RS256 by the EC key", rsByEc + "." + TokenIssuer.base64(issuer.ecSignature(rsByEc))));
        tokens.add(arguments("ES256 by the RSA key", esByRsa + "." + TokenIssuer.base64(issuer.rsaSignature(esByRsa))));
        tokens.add(arguments("RS256 under the EC key's name", issuer.rs256(good, issuer.nameOfEcKey())));
        for (PublicKey key : List.of(issuer.rsaPublicKey(), issuer.ecPublicKey())) {
            spellings(key).forEach((spelling, secret) -> {
                tokens.add(arguments("HS256 by " + key.getAlgorithm() + " " + spelling, hmac("HS256", secret)));
                tokens.add(arguments(
                        "HMAC by " + key.getAlgorithm() + " " + spelling + " called RS256", hmac("RS256", secret)));
            });
        }
        return tokens.stream();
    }

    private Map<String, byte[]> spellings(PublicKey key) {
        byte[] der = key.getEncoded();
        String base64 = Base64.getEncoder().encodeToString(der);
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----";
        JsonArray keys = issuer.keySet().getJsonArray("keys");
        String jwk = keys.getJsonObject(key instanceof RSAPublicKey ? 0 : 1).encode();
        return Map.of(
                "in DER", der,
                "in base64", base64.getBytes(US_ASCII),
                "in PEM", pem.getBytes(US_ASCII),
                "in PEM with a line's end", (pem + "\n").getBytes(US_ASCII),
                "as JWK", jwk.getBytes(UTF_8),
                "as key set", issuer.keySet().encode().getBytes(UTF_8));
    }

    private String hmac(String algorithm, byte[] secret) {
        try {
            String content = TokenIssuer.content(head(algorithm, issuer.nameOfRsaKey()), good);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return content + "." + TokenIssuer.base64(mac.doFinal(content.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What isn't a token, though all of a good one is in it. */
    private Stream<Arguments> shapes() {
        String token = issuer.rs256(good);
        String[] parts = token.split("\\.", -1);
        String unsigned = TokenIssuer.content(new JsonObject().put("alg", "none"), good);
        JsonObject json = new JsonObject()
                .put("protected", parts[0])
                .put("payload", parts[1])
                .put("signature", parts[2]);
        return Stream.of(
                arguments(
                        "nearly as long as a head may be",
                        issuer.rs256(good.copy().put("pad", "x".repeat(5_000))) + "x"),
                arguments("padded", token + "=="),
                arguments("padded head", parts[0] + "=." + parts[1] + "." + parts[2]),
                arguments("another spelling of the signature", respelled(token)),
                arguments("a space within", parts[0] + ". " + parts[1] + "." + parts[2]),
                arguments("a tab behind", token + "\tx"),
                arguments("another token behind", token + " " + token),
                arguments("a comma and another token", token + "," + token),
                arguments("quoted", "\"" + token + "\""),
                arguments("plain base64", parts[0] + "." + parts[1] + ".+/" + parts[2].substring(2)),
                arguments("a dot before", "." + token),
                arguments("a dot behind", token + "."),
                arguments("four parts", token + "." + parts[2]),
                arguments("without a signature", parts[0] + "." + parts[1]),
                arguments("with an empty signature", parts[0] + "." + parts[1] + "."),
                arguments("without claims", parts[0] + ".." + parts[2]),
                arguments("without a head", "." + parts[1] + "." + parts[2]),
                arguments("nothing but dots", ".."),
                arguments("unsecured", unsigned + "."),
                arguments("unsecured, without the last dot", unsigned),
                arguments("JSON rather than compact", json.encode()),
                arguments("encrypted", "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkExMjhHQ00ifQ.a2V5.aXY.dGV4dA.dGFn"),
                arguments(
                        "a token within",
                        issuer.rs256(
                                head("RS256", issuer.nameOfRsaKey())
                                        .put("cty", "JWT")
                                        .encode(),
                                token)));
    }

    /** The same bytes: the last letter of 256 has bits that belong to none of them. */
    private static String respelled(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last + 1);
    }

    /** By the issuer, with this for a head. */
    private String signed(String head) {
        return issuer.rs256(head.replace("KEY", issuer.nameOfRsaKey()), good.encode());
    }

    private static JsonObject head(String algorithm, String keyName) {
        return new JsonObject().put("alg", algorithm).put("kid", keyName);
    }

    private static String content(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }

    private static String shortened(String text) {
        return text.replace("\0", "NUL")
                .substring(0, Math.min(30, text.replace("\0", "NUL").length()));
    }

    private static byte[] bytes(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - 32), bytes.length);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
