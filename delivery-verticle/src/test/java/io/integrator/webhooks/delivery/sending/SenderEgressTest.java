package io.integrator.webhooks.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.embedded.DnsServer;
import io.integrator.webhooks.embedded.DnsServer.Answer;
import io.integrator.webhooks.settings.EgressSettings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On the wire: whatever a name resolves to, no connection is opened to an address that may not be posted to. 127.0.0.2 stands for a
 * public address, 127.0.0.1 and ::1 for the network that is to be protected; servers listen on one port of all of them.
 */
class SenderEgressTest {

    private static final String PUBLIC = "127.0.0.2";
    private static final String PRIVATE = "127.0.0.1";
    private static final Path HOSTILE_URLS = Path.of("../shared/src/test/resources/hostile-urls.json");

    private static final DnsServer DNS = DnsServer.start();
    private static final Vertx VERTX = Vertx.vertx();
    private static final AtomicInteger PRIVATE_CONNECTIONS = new AtomicInteger();

    private static SendingFixture sending;
    private static int port;

    /** One for each test: that a name has no address is remembered for a while. */
    private final String host = "h" + UUID.randomUUID() + ".test";

    @BeforeAll
    static void listen() {
        sending = fixture(true);
        port = listen(PUBLIC, 0, connection -> {});
        listen(PRIVATE, port, connection -> PRIVATE_CONNECTIONS.incrementAndGet());
        listen("::1", port, connection -> PRIVATE_CONNECTIONS.incrementAndGet());
    }

    @AfterAll
    static void close() {
        sending.close();
        SendingFixture.await(VERTX.close());
        DNS.close();
    }

    static Stream<Arguments> forbiddenAnswers() {
        return Stream.of(
                Arguments.of("a private address", addresses(PRIVATE)),
                Arguments.of("a private IPv6 address", addresses("::1")),
                Arguments.of("a public address before a private one", addresses(PUBLIC, PRIVATE)),
                Arguments.of("a private address before a public one", addresses(PRIVATE, PUBLIC)),
                Arguments.of("a public IPv4 and a private IPv6 address", addresses(PUBLIC, "::1")),
                Arguments.of("a private among many public ones", addresses(PUBLIC, "8.8.8.8", "1.1.1.1", "10.0.0.1")),
                Arguments.of("a NAT64 address", addresses("64:ff9b::7f00:1")),
                Arguments.of("a 6to4 address", addresses("2002:7f00:1::")),
                Arguments.of("a Teredo address", addresses("2001:0:7f00:1::")),
                Arguments.of("the unspecified address", addresses("0.0.0.0")),
                Arguments.of("the metadata service", addresses("169.254.169.254")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forbiddenAnswers")
    void aNameWithAForbiddenAddressIsBlocked(String what, Answer answer) {
        DNS.answer(host, answer);

        Attempt attempt = post("http://" + host + ":" + port + "/");

        assertBlocked(attempt);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forbiddenAnswers")
    void soIsOneThatIsAnotherNameForIt(String what, Answer answer) {
        DNS.answer(host, new Answer.Alias("a." + host));
        DNS.answer("a." + host, new Answer.Alias("b." + host));
        DNS.answer("b." + host, answer);

        Attempt attempt = post("http://" + host + ":" + port + "/");

        assertBlocked(attempt);
    }

    @Test
    void aNameThatIsAnotherWithPublicAddressesOnlyIsPostedTo() {
        DNS.answer(host, new Answer.Alias("a." + host));
        DNS.answer("a." + host, addresses(PUBLIC));

        Attempt attempt = post("http://" + host + ":" + port + "/");

        assertThat(attempt.outcome().code()).isEqualTo(OutcomeCode.OK);
    }

    /** What was judged is what is connected to: between the two nobody is asked again. */
    @Test
    void aNameThatRebindsAtEachQueryIsPostedToWhereItWasJudged() {
        AtomicInteger queries = new AtomicInteger();
        DNS.answer(host, () -> addresses(queries.getAndIncrement() % 3 == 0 ? PRIVATE : PUBLIC));
        Set<OutcomeCode> outcomes = new HashSet<>();

        for (int i = 0; i < 30; i++) {
            outcomes.add(post("http://" + host + ":" + port + "/").outcome().code());
        }

        assertThat(outcomes).containsExactlyInAnyOrder(OutcomeCode.OK, OutcomeCode.BLOCKED);
        assertThat(PRIVATE_CONNECTIONS).hasValue(0);
    }

    /** A connection is kept for the address, not for the name. */
    @Test
    void aConnectionThatIsOpenIsOfNoUseOnceTheNameIsForbidden() {
        DNS.answer(host, addresses(PUBLIC));
        post("http://" + host + ":" + port + "/");
        DNS.answer(host, addresses(PRIVATE));

        Attempt attempt = post("http://" + host + ":" + port + "/");

        assertBlocked(attempt);
    }

    @ParameterizedTest
    @MethodSource("redirects")
    void aRedirectIsNotFollowed(String location) {
        int redirecting = SendingFixture.await(VERTX.createHttpServer()
                        .requestHandler(request -> request.response()
                                .setStatusCode(307)
                                .putHeader("location", location.replace("PORT", String.valueOf(port)))
                                .end())
                        .listen(0, PUBLIC))
                .actualPort();
        DNS.answer(host, addresses(PUBLIC));

        Attempt attempt = post("http://" + host + ":" + redirecting + "/");

        assertThat(attempt.outcome().code()).isEqualTo(OutcomeCode.REDIRECT);
        assertThat(PRIVATE_CONNECTIONS).hasValue(0);
    }

    static Stream<String> redirects() {
        return Stream.of(
                "http://127.0.0.1:PORT/",
                "http://[::1]:PORT/",
                "http://2130706433:PORT/",
                "//127.0.0.1:PORT/",
                "http://hooks.test@127.0.0.1:PORT/",
                "http:\\\\127.0.0.1:PORT\\");
    }

    @Test
    void aNameWithoutAnAddressIsToldAsSuch() {
        DNS.answer(host, addresses());

        Attempt attempt = post("http://" + host + ":" + port + "/");

        assertThat(attempt.outcome().code()).isEqualTo(OutcomeCode.DNS);
    }

    static Stream<Arguments> hostileUrls() throws IOException {
        return new JsonObject(Files.readString(HOSTILE_URLS))
                .stream()
                        .flatMap(group ->
                                ((JsonArray) group.getValue()).stream().map(url -> Arguments.of(group.getKey(), url)));
    }

    /** Should one ever stand in the database, whatever let it in: it isn't even resolved. */
    @Test
    void noHostileUrlIsPostedTo() throws IOException {
        int queries = DNS.queries();
        try (SendingFixture production = fixture(false)) {
            hostileUrls().forEach(hostile -> {
                String url = (String) hostile.get()[1];
                Attempt attempt = SendingFixture.await(start(production, url));
                assertThat(attempt.outcome().code()).as(url).isEqualTo(OutcomeCode.BLOCKED);
            });
            assertThat(production.onLoop(production.sender()::connections)).isZero();
        }
        assertThat(DNS.queries()).isEqualTo(queries);
        assertThat(PRIVATE_CONNECTIONS).hasValue(0);
    }

    private static SendingFixture fixture(boolean development) {
        String[] server = DNS.address().split(":", -1);
        return new SendingFixture(
                SendingFixture.settings(Duration.ofSeconds(5), 16, 64),
                new EgressSettings(
                        SendingFixture.networks(PUBLIC + "/32"),
                        development,
                        List.of(new InetSocketAddress(server[0], Integer.parseInt(server[1]))),
                        List.of()));
    }

    private static int listen(String host, int wanted, Handler<HttpConnection> connected) {
        return SendingFixture.await(VERTX.createHttpServer()
                        .connectionHandler(connected)
                        .requestHandler(request -> request.response().end())
                        .listen(wanted, host))
                .actualPort();
    }

    private Attempt post(String url) {
        return SendingFixture.await(start(sending, url));
    }

    private static Future<Attempt> start(SendingFixture fixture, String url) {
        return fixture.onLoop(() -> fixture.sender()
                .send(SendingFixture.delivery(SendingFixture.target(UUID.randomUUID(), url)), Wire.signer()));
    }

    private void assertBlocked(Attempt attempt) {
        assertThat(attempt.outcome()).isInstanceOfSatisfying(Outcome.Unanswered.class, outcome -> {
            assertThat(outcome.code()).isEqualTo(OutcomeCode.BLOCKED);
            // Integrators read it: it tells nothing of the network.
            assertThat(outcome.detail()).doesNotContainPattern("[0-9:.]{3,}");
        });
        assertThat(PRIVATE_CONNECTIONS).hasValue(0);
    }

    private static Answer addresses(String... literals) {
        return new Answer.Addresses(
                Arrays.stream(literals).map(SenderEgressTest::address).toList());
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
