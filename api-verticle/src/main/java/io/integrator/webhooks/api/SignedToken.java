package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JWSAlgorithm;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token in compact form (RFC 7515), as somebody sends it: nothing of it is verified.
 *
 * @param keyName   which of the issuer's keys it names; empty for none
 * @param content   what is signed
 * @param claims    what it says, for whoever has verified it
 */
record SignedToken(
        JWSAlgorithm algorithm, Optional<String> keyName, Buffer content, Buffer signature, JsonObject claims) {

    private static final List<JWSAlgorithm> ALGORITHMS = List.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

    /** A head of a request isn't longer either. */
    private static final int MOST_CHARACTERS = 8 * 1024;

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

    SignedToken {
        requireNonNull(algorithm, "algorithm");
        requireNonNull(keyName, "keyName");
        requireNonNull(content, "content");
        requireNonNull(signature, "signature");
        requireNonNull(claims, "claims");
    }

    /**
     * Reads it; empty for what is no token, isn't signed with RS256 or ES256, or asks to be understood in a way of its own.
     * What its head says of keys (RFC 7515, 4.1) is passed over, but for a key's name.
     */
    static Optional<SignedToken> read(String token) {
        Matcher parts = FORM.matcher(token);
        if (token.length() > MOST_CHARACTERS || !parts.matches()) {
            return Optional.empty();
        }
        Buffer content = Buffer.buffer(token.substring(0, parts.end(2)), "US-ASCII");
        return decode(parts.group(1))
                .flatMap(SignedToken::object)
                .filter(SignedToken::isPlain)
                .flatMap(head -> algorithm(head.getValue("alg"))
                        .flatMap(algorithm -> decode(parts.group(3))
                                .flatMap(signature -> decode(parts.group(2))
                                        .flatMap(SignedToken::object)
                                        .map(claims -> new SignedToken(
                                                algorithm,
                                                Optional.ofNullable(head.getString("kid")),
                                                content,
                                                signature,
                                                claims)))));
    }

    /** One of the two that are taken, spelled as RFC 7518, 3.1 has it. */
    private static Optional<JWSAlgorithm> algorithm(Object name) {
        return ALGORITHMS.stream()
                .filter(algorithm -> algorithm.getName().equals(name))
                .findFirst();
    }

    /** Extensions that have to be understood (RFC 7515, 4.1.11; RFC 7797) aren't, and a key's name is a text. */
    private static boolean isPlain(JsonObject head) {
        boolean extended = head.containsKey("crit") || head.containsKey("b64");
        return !extended && (!head.containsKey("kid") || head.getValue("kid") instanceof String);
    }

    private static Optional<Buffer> decode(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            // The bits that are left over are zeros, or one token could be spelled in several ways.
            String again = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            return again.equals(part) ? Optional.of(Buffer.buffer(bytes)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** No name may stand twice: two readers would take two different claims for the one. */
    private static Optional<JsonObject> object(Buffer json) {
        StrictJson.Reading reading = StrictJson.read(json);
        return reading.whole() && reading.faults().isEmpty() && reading.value() instanceof JsonObject object
                ? Optional.of(object)
                : Optional.empty();
    }

    /** Whoever has a token has what it is good for. */
    @Override
    public String toString() {
        return "SignedToken[algorithm=" + algorithm + "]";
    }
}
