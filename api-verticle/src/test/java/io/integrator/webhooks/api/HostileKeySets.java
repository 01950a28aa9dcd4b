package io.integrator.webhooks.api;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What an issuer's address may answer instead of keys, each with what is the matter with it. */
final class HostileKeySets {

    private static final int RSA = 0;
    private static final int EC = 1;

    private HostileKeySets() {}

    /** @param issuer whose keys are in many of them, and not to be used */
    static Stream<Arguments> all(TokenIssuer issuer) {
        Map<String, String> sets = new LinkedHashMap<>();
        sets.put("nothing", "");
        sets.put("null", "null");
        sets.put("a list", "[]");
        sets.put("a text", "\"keys\"");
        sets.put("a page", "<html><body>Sign in</body></html>");
        sets.put("an object", "{}");
        sets.put("no keys", "{\"keys\":[]}");
        sets.put("keys of null", "{\"keys\":null}");
        sets.put("keys in an object", "{\"keys\":{}}");
        sets.put("null for a key", "{\"keys\":[null," + key(issuer, RSA).encode() + "]}");
        sets.put("a number among keys", "{\"keys\":[5," + key(issuer, RSA).encode() + "]}");
        sets.put("a list among keys", "{\"keys\":[[" + key(issuer, RSA).encode() + "]]}");
        sets.put("a set cut off", issuer.keySet().encode().substring(0, 200));
        sets.put("nested without end", "{\"keys\":" + "[".repeat(100_000));
        sets.put(
                "longer than is read",
                issuer.keySet().put("x", "y".repeat(256 * 1024)).encode());
        sets.put(
                "more keys than are tried",
                new JsonObject().put("keys", many(issuer)).encode());
        for (JsonObject useless : uselessKeys(issuer)) {
            sets.put(
                    "number " + sets.size() + ", a " + useless.getValue("kty") + " key of no use",
                    new JsonObject().put("keys", new JsonArray().add(useless)).encode());
        }
        return sets.entrySet().stream().map(set -> arguments(set.getKey(), set.getValue()));
    }

    /** Keys by which nothing can be verified, or shouldn't. */
    static List<JsonObject> uselessKeys(TokenIssuer issuer) {
        List<JsonObject> keys = new ArrayList<>();
        keys.add(new JsonObject());
        keys.add(new JsonObject()
                .put("kty", "oct")
                .put("kid", issuer.nameOfRsaKey())
                .put("k", "c2VjcmV0"));
        keys.add(new JsonObject()
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));
        for (Object kind : new Object[] {"rsa", "RSASSA", null, 5, new JsonArray().add("RSA")}) {
            keys.add(key(issuer, RSA).put("kty", kind));
        }
        for (Object modulus :
                new Object[] {null, "", 5, "AQ", "!", new JsonArray(), ones(128), ones(2_000), ones(100_000)}) {
            keys.add(key(issuer, RSA).put("n", modulus));
        }
        for (Object exponent : new Object[] {null, "", 65_537, "AQ", "AA", "Ag", "/+", ones(256)}) {
            keys.add(key(issuer, RSA).put("e", exponent));
        }
        keys.add(key(issuer, RSA).put("use", "enc"));
        keys.add(key(issuer, RSA).put("use", 5));
        keys.add(key(issuer, RSA).put("alg", "HS256"));
        keys.add(key(issuer, RSA).put("alg", "RS512"));
        keys.add(key(issuer, RSA).put("alg", "none"));
        for (Object coordinate : new Object[] {null, "", 5, "AQ", ones(32), ones(33), ones(4_000)}) {
            keys.add(key(issuer, EC).put("x", coordinate));
            keys.add(key(issuer, EC).put("y", coordinate));
        }
        keys.add(key(issuer, EC).put("x", "").put("y", ""));
        keys.add(key(issuer, EC).put("crv", "P-384"));
        keys.add(key(issuer, EC).put("crv", "secp256k1"));
        keys.add(key(issuer, EC).put("crv", null));
        keys.add(key(issuer, EC).put("alg", "ES256K"));
        return keys;
    }

    private static JsonObject key(TokenIssuer issuer, int place) {
        return issuer.keySet().getJsonArray("keys").getJsonObject(place);
    }

    private static String ones(int bytes) {
        byte[] ones = new byte[bytes];
        Arrays.fill(ones, (byte) 0xFF);
        return TokenIssuer.base64(ones);
    }

    private static JsonArray many(TokenIssuer issuer) {
        JsonArray many = new JsonArray();
        for (int i = 0; i < 33; i++) {
            many.add(key(issuer, RSA));
        }
        return many;
    }
}
