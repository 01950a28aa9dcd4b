package io.integrator.webhooks.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddress;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypeTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    static Stream<Arguments> malformed() {
        return Stream.of(
                        refusals(SettingType.text(), "", "   "),
                        refusals(SettingType.texts(), "", "a,,b", "a,", ",a"),
                        refusals(SettingType.integer(1, 64), "", "0", "65", "1.5", "ten", "1 2", "99999999999"),
                        refusals(SettingType.port(), "-1", "65536", "http"),
                        refusals(SettingType.fraction(0, 0.9), "", "-0.1", "0.91", "NaN", "Infinity", "a half"),
                        refusals(SettingType.flag(), "", "yes", "TRUE", "1"),
                        refusals(
                                SettingType.duration(),
                                "",
                                "5",
                                "-5s",
                                "5 s",
                                "5S",
                                "1h30m",
                                "PT5S",
                                "1.5s",
                                "5w",
                                "00"),
                        refusals(SettingType.durations(), "", "5s,", "5s;5m", "5s,soon"),
                        refusals(
                                SettingType.uri("a postgresql URI", "postgresql"),
                                "",
                                "localhost:5432/d",
                                "mysql://h/d",
                                "postgresql://h/a b"),
                        refusals(SettingType.networks(), "10.0.0.0/33", "10.0.0.0/8,", "localhost", "::g", "a,b"),
                        refusals(
                                SettingType.origins(),
                                "console.example.com",
                                "https://console.example.com/",
                                "HTTPS://console.example.com",
                                "https://*.example.com",
                                "ftp://example.com",
                                "null",
                                "*,"),
                        refusals(
                                SettingType.masterKeys(),
                                "",
                                KEY,
                                ":" + KEY,
                                "k1:",
                                "k1:AAAA",
                                "k1:not base64",
                                "k1:" + KEY + ",",
                                "k1:" + KEY + ",k1:" + KEY,
                                "n".repeat(65) + ":" + KEY))
                .flatMap(list -> list);
    }

    private static Stream<Arguments> refusals(SettingType<?> type, String... texts) {
        return Stream.of(texts).map(text -> Arguments.of(type, text));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedTextIsRefusedWithTheNameTheTextAndTheForm(SettingType<?> type, String text) {
        Setting<?> setting = new Setting<>("WEBHOOKS_X", "a thing", type, Optional.empty(), false);
        SettingReader reader = new SettingReader(Map.of("WEBHOOKS_X", text));

        assertThat(reader.<Object>read(widen(setting))).isNull();

        assertThatThrownBy(reader::requireNoFaults)
                .hasMessageContaining("WEBHOOKS_X is '" + text + "'")
                .hasMessageContaining("give " + type.form());
    }

    @SuppressWarnings("unchecked")
    private static Setting<Object> widen(Setting<?> setting) {
        return (Setting<Object>) setting;
    }

    @ParameterizedTest
    @ValueSource(strings = {"k1:hunter2", "k1:hunter2,", "hunter2", ":hunter2", "k1:hunter2!", "k1:aHVudGVyMg=="})
    void aMalformedMasterKeyIsNeverShown(String text) {
        SettingReader reader = new SettingReader(Map.of("WEBHOOKS_SECRETS_KEY", text));

        SecretsSettings.read(reader);

        assertThatThrownBy(reader::requireNoFaults)
                .hasMessageContaining("WEBHOOKS_SECRETS_KEY is malformed")
                .hasMessageContaining(SecretsSettings.KEY.type().form())
                .satisfies(fault ->
                        assertThat(fault.getMessage()).doesNotContain("hunter2").doesNotContain("aHVudGVyMg"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://user:hunter2@ho st/d",
                "mysql://user:hunter2@host/d",
                "user:hunter2@host/d",
                "postgresql://user:hunter2^@host/d",
                "hunter2://user@host/d"
            })
    void aMalformedDatabaseUriIsNeverShown(String text) {
        SettingReader reader = new SettingReader(Map.of("WEBHOOKS_POSTGRES_URI", text));

        PostgresSettings.read(reader);

        assertThatThrownBy(reader::requireNoFaults)
                .hasMessageContaining("WEBHOOKS_POSTGRES_URI is malformed")
                .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "250ms,250", "5s,5000", "30m,1800000", "2h,7200000", "30d,2592000000", "0s,0", "007s,7000"})
    void aDurationHasAnAmountAndAUnit(String text, long millis) {
        assertThat(SettingType.durationOrNone().parser().apply(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "0ms", "4000d"})
    void aDurationIsNeitherNothingNorForEver(String text) {
        Function<String, Duration> parser = SettingType.duration().parser();

        assertThatThrownBy(() -> parser.apply(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void durationsAreSeparatedByCommas() {
        List<Duration> durations = SettingType.durations().parser().apply("5s, 5m,0");

        assertThat(durations).containsExactly(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ZERO);
    }

    @Test
    void theBoundsOfNumbersAreIncluded() {
        assertThat(SettingType.integer(1, 64).parser().apply("1")).isEqualTo(1);
        assertThat(SettingType.integer(1, 64).parser().apply("64")).isEqualTo(64);
        assertThat(SettingType.fraction(0, 0.9).parser().apply("0")).isZero();
        assertThat(SettingType.fraction(0, 0.9).parser().apply("0.9")).isEqualTo(0.9);
    }

    @Test
    void networksAreBlocksOrAddressesOfEitherFamily() {
        List<IPAddress> networks = SettingType.networks().parser().apply("127.0.0.0/8, ::1/128,10.1.2.3/8,192.0.2.7");

        assertThat(networks.stream().map(IPAddress::toCanonicalString))
                .containsExactly("127.0.0.0/8", "::1/128", "10.0.0.0/8", "192.0.2.7");
        assertThat(networks.get(2).contains(networks.get(2).getUpper())).isTrue();
    }

    @Test
    void aDnsServerIsAnAddressWithOrWithoutAPort() {
        List<InetSocketAddress> servers =
                SettingType.dnsServers().parser().apply("10.0.0.2, 10.0.0.3:5353,[::1]:54,::2");

        assertThat(servers)
                .extracting(InetSocketAddress::toString)
                .containsExactly("/10.0.0.2:53", "/10.0.0.3:5353", "/[0:0:0:0:0:0:0:1]:54", "/[0:0:0:0:0:0:0:2]:53");
        assertThat(SettingType.dnsServers().parser().apply("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns.example.com", "10.0.0.2:many", "10.0.0.2,", "*"})
    void aDnsServerIsNothingElse(String text) {
        Function<String, List<InetSocketAddress>> parser =
                SettingType.dnsServers().parser();

        assertThatThrownBy(() -> parser.apply(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void certificatesComeFromAPemFile(@TempDir Path directory) throws Exception {
        SelfSignedCertificate one = SelfSignedCertificate.create("one.example.com");
        SelfSignedCertificate two = SelfSignedCertificate.create("two.example.com");
        Path bundle = Files.writeString(
                directory.resolve("bundle.pem"),
                Files.readString(Path.of(one.certificatePath())) + Files.readString(Path.of(two.certificatePath())));

        List<X509Certificate> certificates = SettingType.certificates().parser().apply(bundle.toString());

        assertThat(certificates)
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=one.example.com", "CN=two.example.com");
        assertThat(SettingType.certificates().parser().apply("")).isEmpty();
        one.delete();
        two.delete();
    }

    @Test
    void aFileWithoutCertificatesIsNoBundle(@TempDir Path directory) throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.pem"));
        Path garbage = Files.writeString(directory.resolve("garbage.pem"), "no certificate");

        for (Path file : List.of(empty, garbage, directory.resolve("missing.pem"))) {
            assertThatThrownBy(() -> SettingType.certificates().parser().apply(file.toString()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void noNetworkIsAnEmptyList() {
        assertThat(SettingType.networks().parser().apply(" ")).isEmpty();
    }

    @Test
    void theFirstMasterKeyComesFirst() {
        Map<String, byte[]> keys = SettingType.masterKeys().parser().apply("new:" + KEY + ", old:" + KEY);

        assertThat(keys.keySet()).containsExactly("new", "old");
        assertThat(keys.get("old")).hasSize(32);
    }

    @Test
    void aUriHasOneOfItsSchemes() {
        SettingType<URI> type = SettingType.uri("a URI", "http", "https");

        assertThat(type.parser().apply("https://h/p")).isEqualTo(URI.create("https://h/p"));
        assertThatThrownBy(() -> type.parser().apply("ftp://h/p")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void originsAreReadAsBrowsersSendThem() {
        assertThat(SettingType.origins().parser().apply("")).isEmpty();
        assertThat(SettingType.origins().parser().apply("*")).containsExactly("*");
        assertThat(SettingType.origins().parser().apply("https://console.example.com, http://[::1]:3000"))
                .containsExactly("https://console.example.com", "http://[::1]:3000");
    }
}
