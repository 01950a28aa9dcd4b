package io.integrator.webhooks.api;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which header fields an integrator may add to what its webhook receives: none that frames the message, speaks for the
 * connection (RFC 9110, 7.6.1) or that the service sends itself.
 */
final class HeaderRules {

    /** A name by RFC 9110, 5.1: a token. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

    /** A value by RFC 9110, 5.5, of visible ASCII with spaces and tabs only between. */
    private static final Pattern VALUE = Pattern.compile("[!-~]([ \\t!-~]{0,1022}[!-~])?");

    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "traceparent",
            "tracestate",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent");

    private static final List<String> RESERVED_PREFIXES = List.of("proxy-", "webhook-");

    private HeaderRules() {}

    /** Every fault of the fields, each at its name below {@code /headers}. */
    static List<Fault> faultsOf(JsonObject headers) {
        List<Fault> faults = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (Map.Entry<String, Object> header : headers) {
            String name = header.getKey();
            String pointer = Fault.pointerTo("/headers", name);
            nameFault(name).ifPresent(detail -> faults.add(new Fault(pointer, detail)));
            String same = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (same != null) {
                faults.add(new Fault(pointer, "is the same field as " + same));
            }
            if (header.getValue() instanceof String value
                    && !VALUE.matcher(value).matches()) {
                faults.add(new Fault(
                        pointer, "must be 1 to 1024 visible ASCII characters, with spaces and tabs only between them"));
            }
        }
        return faults;
    }

    private static Optional<String> nameFault(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of("must be named by 1 to 64 letters, digits and !#$%&'*+-.^_`|~");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        boolean reserved =
                RESERVED.contains(lower) || RESERVED_PREFIXES.stream().anyMatch(lower::startsWith);
        return reserved ? Optional.of("is a field that the service sends itself, or must not send") : Optional.empty();
    }
}
