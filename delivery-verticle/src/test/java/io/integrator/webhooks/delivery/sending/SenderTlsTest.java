package io.integrator.webhooks.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.embedded.DnsServer;
import io.integrator.webhooks.embedded.PemIdentity;
import io.integrator.webhooks.embedded.TestAuthority;
import io.integrator.webhooks.settings.EgressSettings;
import io.integrator.webhooks.settings.SettingType;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sender asks for and insists on under https, although it connects to an address. */
class SenderTlsTest {

    private static final int RECORD_HEADER = 5;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int TLS_1_2 = 0x0303;
    private static final int TLS_1_3 = 0x0304;

    private final TestAuthority authority = new TestAuthority();
    private final DnsServer dns = DnsServer.start();
    private final Vertx vertx = Vertx.vertx();
    private SendingFixture sending;

    @TempDir
    private Path directory;

    @BeforeEach
    void trustTheAuthority() {
        sending = fixture(SettingType.certificates()
                .parser()
                .apply(authority.bundleIn(directory).toString()));
        dns.answerLoopback("one.test");
        dns.answerLoopback("two.test");
    }

    @AfterEach
    void close() {
        sending.close();
        SendingFixture.await(vertx.close());
        dns.close();
    }

    @Test
    void oneAddressShowsEachNameItsCertificate() {
        Queue<String> names = new ConcurrentLinkedQueue<>();
        int port = SendingFixture.await(vertx.createHttpServer(new HttpServerOptions()
                                .setSsl(true)
                                .setSni(true)
                                .setKeyCertOptions(together(authority.issue("one.test"), authority.issue("two.test"))))
                        .requestHandler(request -> {
                            names.add(request.connection().indicatedServerName());
                            request.response().end();
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();

        OutcomeCode one = post("https://one.test:" + port + "/");
        OutcomeCode two = post("https://two.test:" + port + "/");

        assertThat(List.of(one, two)).containsOnly(OutcomeCode.OK);
        assertThat(names).containsExactly("one.test", "two.test");
    }

    @Test
    void aCertificateForTheAddressAloneIsNotTheHosts() {
        int port = https(authority.issue("127.0.0.1"), "TLSv1.3");

        assertThat(post("https://one.test:" + port + "/")).isEqualTo(OutcomeCode.TLS);
    }

    @Test
    void withoutItsAuthorityACertificateIsRefused() {
        int port = https(authority.issue("one.test"), "TLSv1.3");
        try (SendingFixture trustingTheJdkOnly = fixture(List.of())) {
            assertThat(post(trustingTheJdkOnly, "https://one.test:" + port + "/"))
                    .isEqualTo(OutcomeCode.TLS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void eitherVersionWillDo(String version) {
        int port = https(authority.issue("one.test"), version);

        assertThat(post("https://one.test:" + port + "/")).isEqualTo(OutcomeCode.OK);
    }

    @Test
    void noOtherVersionIsOffered() {
        AtomicReference<Buffer> hello = new AtomicReference<>();
        int port = SendingFixture.await(vertx.createNetServer()
                        .connectHandler(socket -> socket.handler(bytes -> {
                            hello.compareAndSet(null, bytes);
                            socket.close();
                        }))
                        .listen(0, "127.0.0.1"))
                .actualPort();

        post("https://one.test:" + port + "/");

        assertThat(versionsIn(hello.get())).containsExactlyInAnyOrder(TLS_1_2, TLS_1_3);
    }

    /** What the extension of a ClientHello lists (RFC 8446, 4.2.1). */
    private static Set<Integer> versionsIn(Buffer record) {
        int at = RECORD_HEADER + 4 + 2 + 32;
        at += 1 + record.getUnsignedByte(at);
        at += 2 + record.getUnsignedShort(at);
        at += 1 + record.getUnsignedByte(at);
        int end = at + 2 + record.getUnsignedShort(at);
        at += 2;
        while (at < end && record.getUnsignedShort(at) != SUPPORTED_VERSIONS) {
            at += 4 + record.getUnsignedShort(at + 2);
        }
        Set<Integer> versions = new HashSet<>();
        int length = record.getUnsignedByte(at + 4);
        for (int i = 0; i < length; i += 2) {
            versions.add(record.getUnsignedShort(at + 5 + i));
        }
        return versions;
    }

    private SendingFixture fixture(List<X509Certificate> authorities) {
        String[] server = dns.address().split(":", -1);
        return new SendingFixture(
                SendingFixture.settings(Duration.ofSeconds(5), 16, 64),
                new EgressSettings(
                        SendingFixture.networks("127.0.0.0/8"),
                        true,
                        List.of(new InetSocketAddress(server[0], Integer.parseInt(server[1]))),
                        authorities));
    }

    private int https(PemIdentity identity, String version) {
        return SendingFixture.await(vertx.createHttpServer(new HttpServerOptions()
                                .setSsl(true)
                                .setEnabledSecureTransportProtocols(Set.of(version))
                                .setKeyCertOptions(together(identity)))
                        .requestHandler(request -> request.response().end())
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private static PemKeyCertOptions together(PemIdentity... identities) {
        PemKeyCertOptions options = new PemKeyCertOptions();
        for (PemIdentity identity : identities) {
            options.addKeyValue(Buffer.buffer(identity.key())).addCertValue(Buffer.buffer(identity.certificate()));
        }
        return options;
    }

    private OutcomeCode post(String url) {
        return post(sending, url);
    }

    private static OutcomeCode post(SendingFixture fixture, String url) {
        return SendingFixture.await(fixture.onLoop(() -> fixture.sender()
                        .send(SendingFixture.delivery(SendingFixture.target(UUID.randomUUID(), url)), Wire.signer())))
                .outcome()
                .code();
    }
}
