package io.integrator.webhooks.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Claims that an issuer has signed and nobody should take, each with what is the matter with it. */
final class HostileClaims {

    private static final List<String> NO_TIMES = List.of(
            "1e300",
            "-1e300",
            "1e400",
            "99999999999999999999999999",
            "253402300800",
            "-1",
            "\"1795426200\"",
            "null",
            "true",
            "[1795426200]",
            "{\"seconds\":1795426200}",
            "NaN",
            "Infinity",
            "0x7fffffff",
            "01795426200");

    private final TokenIssuer issuer;
    private final JsonObject good;

    /** @param good claims that would be taken */
    HostileClaims(TokenIssuer issuer, JsonObject good) {
        this.issuer = issuer;
        this.good = good;
    }

    Stream<Arguments> all() {
        return Stream.of(
                        Stream.of("exp", "nbf", "iat").flatMap(claim -> values(claim, NO_TIMES)),
                        values(
                                "aud",
                                List.of(
                                        "{}",
                                        "{\"webhooks\":true}",
                                        "[]",
                                        "[[\"webhooks\"]]",
                                        "null",
                                        "5",
                                        "\"webhooks \"",
                                        "\"Webhooks\"",
                                        "\"payments webhooks\"")),
                        values(
                                "iss",
                                List.of(
                                        "[\"" + TokenIssuer.ISSUER + "\"]",
                                        "null",
                                        "{}",
                                        "\"\"",
                                        "\"HTTPS://ISSUER.EXAMPLE.COM\"")),
                        values(
                                "scope",
                                List.of("[\"webhooks:read\"]", "{\"webhooks:read\":true}", "5", "null", "true")),
                        values(
                                TokenIssuer.INTEGRATOR_CLAIM,
                                List.of(
                                        "[\"acme\"]",
                                        "{\"id\":\"acme\"}",
                                        "null",
                                        "\"\"",
                                        "\"" + "a".repeat(129) + "\"",
                                        "\"ac me\"",
                                        "\"acm\\u00e9\"",
                                        "\"acme\\u0000\"",
                                        "\"acme\\n\"",
                                        "\"\\ud800\"")),
                        texts())
                .flatMap(claims -> claims);
    }

    /** A claim's other values, as JSON has them. */
    private Stream<Arguments> values(String claim, List<String> values) {
        return values.stream().map(value -> token(claim + " of " + shortened(value), with(claim, value)));
    }

    private String with(String claim, String value) {
        JsonObject others = good.copy();
        others.remove(claim);
        return "{\"" + claim + "\":" + value + "," + others.encode().substring(1);
    }

    private Stream<Arguments> texts() {
        String claims = good.encode();
        String rest = claims.substring(1);
        return Stream.of(
                token("a claim that stands twice", "{\"integrator_id\":\"other\"," + rest),
                token("a claim that stands twice, spelled in two ways", "{\"integrator\\u005fid\":\"other\"," + rest),
                token("claims nested too deep", "{\"x\":" + "[".repeat(40) + "]".repeat(40) + "," + rest),
                token("claims nested without end", "{\"x\":" + "[".repeat(5_000)),
                token("claims by the thousand", "{\"x\":[" + "0,".repeat(1_500) + "0]," + rest),
                token("a number of a thousand digits", "{\"x\":" + "9".repeat(1_001) + "," + rest),
                token("a list of claims", "[" + claims + "]"),
                token("a text", "\"" + TokenIssuer.ISSUER + "\""),
                token("a number", "5"),
                token("null", "null"),
                token("white space", "   "),
                token("claims cut off", claims.substring(0, claims.length() - 1)),
                token("something after the claims", claims + "{}"),
                token("a comment", "/* */" + claims),
                token("a byte order mark", "\uFEFF" + claims),
                token("JavaScript", claims.replace('"', '\'')),
                arguments("broken UTF-8", signed(("{\"x\":\"\u00FF\"," + rest).getBytes(ISO_8859_1))),
                arguments("UTF-16", signed(claims.getBytes(UTF_16))));
    }

    private Arguments token(String why, String claims) {
        return arguments(why, signed(claims.getBytes(UTF_8)));
    }

    private String signed(byte[] claims) {
        JsonObject head = new JsonObject().put("alg", "RS256").put("kid", issuer.nameOfRsaKey());
        String content = TokenIssuer.content(head.encode().getBytes(UTF_8), claims);
        return content + "." + TokenIssuer.base64(issuer.rsaSignature(content));
    }

    private static String shortened(String text) {
        return text.length() < 40 ? text : text.substring(0, 40) + "…";
    }
}
