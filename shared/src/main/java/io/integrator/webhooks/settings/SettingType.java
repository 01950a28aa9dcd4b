package io.integrator.webhooks.settings;

import inet.ipaddr.HostName;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the text of a setting is read.
 *
 * @param form   the accepted form, for whoever wrote something else
 * @param parser gives the value, or throws {@link IllegalArgumentException} with what is wrong
 */
public record SettingType<T>(String form, Function<String, T> parser) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)|0");

    /** As browsers send it, which is in lower case and without a path. */
    private static final Pattern ORIGIN = Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");

    private static final Duration LONGEST_DURATION = Duration.ofDays(3_650);
    private static final int DNS_PORT = 53;
    private static final int MASTER_KEY_BYTES = 32;
    private static final int MASTER_KEY_NAME_LENGTH = 64;

    /** Any text but the empty one. */
    public static SettingType<String> text() {
        return new SettingType<>("text that is not empty", SettingType::notEmpty);
    }

    /** A text of one line; empty for none. */
    public static SettingType<String> lineOrNone() {
        return new SettingType<>("text without control characters", text -> {
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("a control character in it");
            }
            return text;
        });
    }

    /** One of a closed set, by the names that users write. */
    public static <T> SettingType<T> oneOf(Map<String, T> named) {
        return new SettingType<>(
                "one of " + named.keySet().stream().sorted().collect(Collectors.joining(", ")), text -> {
                    if (!named.containsKey(text)) {
                        throw new IllegalArgumentException("none of them");
                    }
                    return named.get(text);
                });
    }

    /** Texts separated by commas, at least one. */
    public static SettingType<List<String>> texts() {
        return new SettingType<>("texts separated by commas", text -> split(notEmpty(text)));
    }

    /** A whole number within bounds, both included. */
    public static SettingType<Integer> integer(int minimum, int maximum) {
        return new SettingType<>("a whole number from " + minimum + " to " + maximum, text -> {
            int value = Integer.parseInt(text);
            if (value < minimum || value > maximum) {
                throw new IllegalArgumentException("out of bounds");
            }
            return value;
        });
    }

    /** A TCP port; 0 lets the system choose. */
    public static SettingType<Integer> port() {
        return integer(0, 65_535);
    }

    /** A decimal fraction within bounds, both included. */
    public static SettingType<Double> fraction(double minimum, double maximum) {
        return new SettingType<>("a number from " + minimum + " to " + maximum, text -> {
            double value = Double.parseDouble(text);
            if (!(value >= minimum && value <= maximum)) {
                throw new IllegalArgumentException("out of bounds");
            }
            return value;
        });
    }

    /** {@code true} or {@code false}. */
    public static SettingType<Boolean> flag() {
        return new SettingType<>("true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither");
        });
    }

    /** A length of time that isn't nothing, such as {@code 250ms}, {@code 5s}, {@code 30m}, {@code 2h} or {@code 30d}. */
    public static SettingType<Duration> duration() {
        return new SettingType<>("a duration such as 250ms, 5s, 30m, 2h or 30d", text -> {
            Duration duration = parseDuration(text);
            if (duration.isZero()) {
                throw new IllegalArgumentException("nothing");
            }
            return duration;
        });
    }

    /** A length of time, or {@code 0} for none. */
    public static SettingType<Duration> durationOrNone() {
        return new SettingType<>("a duration such as 250ms, 5s, 30m, 2h, 30d or 0", SettingType::parseDuration);
    }

    /** A length of time, {@code 0} for none; empty for one without an end. */
    public static SettingType<Optional<Duration>> limit() {
        return new SettingType<>(
                "a duration such as 250ms, 5s, 30m, 2h, 30d or 0, or nothing for no limit",
                text -> text.isEmpty() ? Optional.empty() : Optional.of(parseDuration(text)));
    }

    /** Durations separated by commas, at least one. */
    public static SettingType<List<Duration>> durations() {
        return new SettingType<>(
                "durations separated by commas, such as 5s,5m,30m,2h",
                text -> split(notEmpty(text)).stream()
                        .map(SettingType::parseDuration)
                        .toList());
    }

    /** An absolute URI with one of the schemes. */
    public static SettingType<URI> uri(String form, String... schemes) {
        return new SettingType<>(form, text -> {
            URI uri = URI.create(text);
            if (uri.getScheme() == null || !Arrays.asList(schemes).contains(uri.getScheme())) {
                throw new IllegalArgumentException("its scheme is none of " + String.join(", ", schemes));
            }
            return uri;
        });
    }

    /** CIDR blocks or addresses separated by commas; empty for none. */
    public static SettingType<List<IPAddress>> networks() {
        return new SettingType<>(
                "CIDR blocks separated by commas, such as 127.0.0.0/8,::1/128",
                text -> text.isBlank()
                        ? List.of()
                        : split(text).stream().map(SettingType::parseNetwork).toList());
    }

    /** Origins (RFC 6454) separated by commas, or {@code *} for every one; empty for none. */
    public static SettingType<List<String>> origins() {
        return new SettingType<>(
                "origins separated by commas, such as https://console.example.com,http://localhost:3000, or *",
                text -> text.isBlank()
                        ? List.of()
                        : split(text).stream().map(SettingType::parseOrigin).toList());
    }

    /** DNS servers, each an address with or without a port, separated by commas; empty for none. */
    public static SettingType<List<InetSocketAddress>> dnsServers() {
        return new SettingType<>(
                "addresses with or without a port, separated by commas, such as 10.0.0.2,10.0.0.3:5353",
                text -> text.isBlank()
                        ? List.of()
                        : split(text).stream().map(SettingType::parseDnsServer).toList());
    }

    /** The certificates in a PEM file; empty for none. */
    public static SettingType<List<X509Certificate>> certificates() {
        return new SettingType<>("the path of a PEM file with certificates that can be read", text -> {
            if (text.isBlank()) {
                return List.of();
            }
            try (InputStream file = Files.newInputStream(Path.of(text))) {
                List<X509Certificate> certificates =
                        CertificateFactory.getInstance("X.509").generateCertificates(file).stream()
                                .map(X509Certificate.class::cast)
                                .toList();
                if (certificates.isEmpty()) {
                    throw new IllegalArgumentException("no certificate in it");
                }
                return certificates;
            } catch (IOException | CertificateException e) {
                throw new IllegalArgumentException("no certificates can be read from it", e);
            }
        });
    }

    /** Master keys, each {@code name:base64 of 32 bytes}, no name twice, separated by commas; the first seals, all open. */
    public static SettingType<Map<String, byte[]>> masterKeys() {
        return new SettingType<>(
                "name:base64 of 32 bytes, several separated by commas, the sealing one first", text -> {
                    Map<String, byte[]> keys = new LinkedHashMap<>();
                    for (String part : split(notEmpty(text))) {
                        int colon = part.indexOf(':');
                        if (colon < 1 || colon > MASTER_KEY_NAME_LENGTH) {
                            throw new IllegalArgumentException("a key has no name");
                        }
                        byte[] key = Base64.getDecoder().decode(part.substring(colon + 1));
                        if (key.length != MASTER_KEY_BYTES) {
                            throw new IllegalArgumentException("a key has " + key.length + " bytes");
                        }
                        if (keys.put(part.substring(0, colon), key) != null) {
                            throw new IllegalArgumentException("two keys have one name");
                        }
                    }
                    return keys;
                });
    }

    private static String notEmpty(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("empty");
        }
        return text;
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::trim)
                .map(SettingType::notEmpty)
                .toList();
    }

    private static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a duration");
        }
        if (matcher.group(1) == null) {
            return Duration.ZERO;
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
        if (duration.compareTo(LONGEST_DURATION) > 0) {
            throw new IllegalArgumentException("longer than " + LONGEST_DURATION.toDays() + " days");
        }
        return duration;
    }

    private static String parseOrigin(String text) {
        if (!text.equals("*") && !ORIGIN.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no origin");
        }
        return text;
    }

    private static InetSocketAddress parseDnsServer(String text) {
        HostName server = new HostName(text);
        IPAddress address = server.asAddress();
        if (address == null || server.getService() != null) {
            throw new IllegalArgumentException("'" + text + "' is no address");
        }
        int port = server.getPort() == null ? DNS_PORT : server.getPort();
        return new InetSocketAddress(address.toInetAddress(), port);
    }

    private static IPAddress parseNetwork(String text) {
        IPAddress network = new IPAddressString(text).getAddress();
        if (network == null) {
            throw new IllegalArgumentException("'" + text + "' is no network");
        }
        return network.toPrefixBlock();
    }
}
