package io.integrator.webhooks.launcher.process;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Texts that must be found nowhere, each in the forms in which somebody might write it. */
final class Confidential {

    /** As much of a key as nobody writes by chance. Whoever shortens what they log keeps the beginning. */
    private static final int SIGNIFICANT = 16;

    private final Map<String, String> forms = new LinkedHashMap<>();

    /** A text that is found as it is. */
    Confidential add(String what, String text) {
        forms.put(text.toLowerCase(Locale.ROOT), what);
        return this;
    }

    /** A new text that is found nowhere else. */
    String fresh(String what) {
        String text = UUID.randomUUID().toString();
        add(what, text);
        return text;
    }

    /** A key, in base64, in base64url, in hexadecimal digits and as {@link Arrays#toString(byte[])} has it. */
    Confidential addKey(String what, byte[] key) {
        return add(what + " in base64", significant(Base64.getEncoder().encodeToString(key)))
                .add(what + " in base64url", significant(Base64.getUrlEncoder().encodeToString(key)))
                .add(what + " in hexadecimal", significant(HexFormat.of().formatHex(key)))
                .add(
                        what + " in bytes",
                        Arrays.toString(Arrays.copyOf(key, SIGNIFICANT / 2)).replaceAll("[\\[\\]]", ""));
    }

    /** A signed token, whole and by its signature. */
    Confidential addToken(String what, String token) {
        return add(what, token)
                .add("the signature of " + what, significant(token.substring(token.lastIndexOf('.') + 1)));
    }

    /** The signatures in a {@code webhook-signature} field. */
    Confidential addSignatures(String what, String field) {
        for (String signature : field.split(" ", -1)) {
            add(what, significant(signature.substring(signature.indexOf(',') + 1)));
        }
        return this;
    }

    /** What of it stands in a text, which may be JSON. */
    List<String> in(String text) {
        String searched = text.replace("\\/", "/").toLowerCase(Locale.ROOT);
        return forms.entrySet().stream()
                .filter(form -> searched.contains(form.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static String significant(String text) {
        return text.substring(0, Math.min(SIGNIFICANT, text.length()));
    }
}
