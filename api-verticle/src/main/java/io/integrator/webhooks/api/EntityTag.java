package io.integrator.webhooks.api;

import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Strong entity tags (RFC 9110, 8.8.3): whoever changes a resource can say in {@code If-Match} which state of it they have
 * read, and overwrites nobody's change.
 */
final class EntityTag {

    /** The field that tells the tag of what is answered. */
    static final String HEADER = "ETag";

    private static final String IF_MATCH = "If-Match";
    private static final String ANY = "*";

    /** Half of a SHA-256: two states of one resource don't have the same. */
    private static final int BYTES = 16;

    /** An element of a list: a tag, or nothing, which RFC 9110 (5.6.1) has recipients pass over. */
    private static final Pattern ELEMENT =
            Pattern.compile("\\G[ \\t]*+((?:W/)?+\"[\\x21\\x23-\\x7E\\x80-\\xFF]*+\")?+[ \\t]*+(,|$)");

    private EntityTag() {}

    /** The tag of a representation, its quotes included. */
    static String of(JsonObject representation) {
        byte[] digest = sha256().digest(representation.toBuffer().getBytes());
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES)) + '"';
    }

    /**
     * Whether a resource whose tag is {@code current} may be changed. Weak tags never match, nor does what is malformed.
     *
     * @param ifMatch the field's value: {@code *}, or tags separated by commas
     */
    static boolean matches(String ifMatch, String current) {
        return ifMatch.equals(ANY)
                || listed(ifMatch).filter(tags -> tags.contains(current)).isPresent();
    }

    /** What the schemas can't tell of a request with an {@code If-Match}. */
    static List<Fault> faults(Call call) {
        return call
                .optionalText(IF_MATCH)
                .filter(value -> !value.equals(ANY) && listed(value).isEmpty())
                .map(value -> new Fault("header/" + IF_MATCH, "must be * or a list of entity tags in double quotes"))
                .stream()
                .toList();
    }

    /** Fails with 412 when the request has an {@code If-Match} that the resource, as it is now, doesn't match. */
    static void require(Call call, JsonObject representation) {
        boolean refused = call.optionalText(IF_MATCH)
                .filter(ifMatch -> !matches(ifMatch, of(representation)))
                .isPresent();
        if (refused) {
            throw new ProblemException(Problem.preconditionFailed());
        }
    }

    /** The tags of a list, at least one; empty when it isn't one. */
    private static Optional<List<String>> listed(String ifMatch) {
        List<String> tags = new ArrayList<>();
        Matcher element = ELEMENT.matcher(ifMatch);
        boolean ended = false;
        while (!ended && element.find()) {
            if (element.group(1) != null) {
                tags.add(element.group(1));
            }
            ended = element.group(2).isEmpty();
        }
        return ended && !tags.isEmpty() ? Optional.of(tags) : Optional.empty();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had from this JDK", e);
        }
    }
}
