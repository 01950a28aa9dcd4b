package io.integrator.webhooks.egress;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which urls a webhook may have, as far as the url itself tells ({@code policy.md}: url). */
public final class UrlRules {

    /** The longest url that is taken, in characters. */
    public static final int MAXIMUM_LENGTH = 2_048;

    private static final String NOT_A_URI = "must be an absolute URI (RFC 3986)";
    private static final Set<Integer> PORTS = Set.of(-1, 443, 8443);

    /**
     * What the WHATWG's URL Standard takes for an IPv4 address in some spelling, and what others do besides: no top-level domain begins
     * with a digit.
     */
    private static final Pattern LAST_LABEL_IS_A_NUMBER = Pattern.compile("(^|\\.)[0-9][^.]*\\.?$");

    private static final List<String> INTERNAL_SUFFIXES = List.of(".local", ".internal", ".localhost");

    private final boolean development;

    /** @param development admits http, any port and hosts that are no DNS names */
    public UrlRules(boolean development) {
        this.development = development;
    }

    /** What is wrong with the url, in words for whoever wrote it; empty when nothing is. */
    public Optional<String> faultOf(String url) {
        if (url.length() > MAXIMUM_LENGTH) {
            return Optional.of("must not be longer than " + MAXIMUM_LENGTH + " characters");
        }
        // A URI has no other characters; java.net.URI itself is laxer.
        if (!url.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            return Optional.of(NOT_A_URI);
        }
        URI uri;
        try {
            uri = new URI(url).parseServerAuthority();
        } catch (URISyntaxException e) {
            return Optional.of(NOT_A_URI);
        }
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !(development && "http".equalsIgnoreCase(uri.getScheme()))) {
            return Optional.of(development ? "must be an https or http url" : "must be an https url");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            return Optional.of("must name a host");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("must not carry user information");
        }
        if (uri.getRawFragment() != null) {
            return Optional.of("must not have a fragment");
        }
        return development ? Optional.empty() : productionFaultOf(uri);
    }

    /** The host that a url without a fault names, an IPv6 literal without its brackets. */
    public static String hostOf(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Optional<String> productionFaultOf(URI uri) {
        if (!PORTS.contains(uri.getPort())) {
            return Optional.of("must use port 443 or 8443");
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[") || LAST_LABEL_IS_A_NUMBER.matcher(host).find()) {
            return Optional.of("must name its host by a DNS name, not by an address");
        }
        if (!host.contains(".")
                || host.endsWith(".")
                || INTERNAL_SUFFIXES.stream().anyMatch(host::endsWith)) {
            return Optional.of("must name a public host");
        }
        return Optional.empty();
    }
}
