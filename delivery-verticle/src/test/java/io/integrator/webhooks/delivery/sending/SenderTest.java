package io.integrator.webhooks.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.signing.Signer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private SendingFixture fixture = fixture(DEADLINE);

    private static SendingFixture fixture(Duration deadline) {
        return new SendingFixture(SendingFixture.settings(deadline, 16, 64), "127.0.0.0/8");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void withDeadline(Duration deadline) {
        fixture.close();
        fixture = fixture(deadline);
    }

    @ParameterizedTest
    @CsvSource({
        "200,OK",
        "201,OK",
        "204,OK",
        "301,REDIRECT",
        "302,REDIRECT",
        "304,REDIRECT",
        "307,REDIRECT",
        "308,REDIRECT",
        "400,HTTP_STATUS",
        "404,HTTP_STATUS",
        "410,GONE",
        "429,HTTP_STATUS",
        "500,HTTP_STATUS",
        "503,HTTP_STATUS"
    })
    void eachStatusHasItsCode(int status, OutcomeCode code) {
        int port = http(request -> request.response().setStatusCode(status).end());

        Attempt attempt = send(port);

        assertThat(attempt.outcome().code()).isEqualTo(code);
        assertThat(((Outcome.Answered) attempt.outcome()).status()).isEqualTo(status);
    }

    @Test
    void aRedirectIsNotFollowed() {
        AtomicInteger requests = new AtomicInteger();
        int port = http(request -> {
            requests.incrementAndGet();
            request.response()
                    .setStatusCode(307)
                    .putHeader("location", "/elsewhere")
                    .end();
        });

        assertThat(send(port).outcome().code()).isEqualTo(OutcomeCode.REDIRECT);
        assertThat(requests).hasValue(1);
    }

    @Test
    void theRequestIsWhatTheContractSays() {
        CompletableFuture<MultiMap> headers = new CompletableFuture<>();
        CompletableFuture<Buffer> body = new CompletableFuture<>();
        List<String> line = new CopyOnWriteArrayList<>();
        int port = http(request -> {
            line.add(request.method() + " " + request.uri());
            headers.complete(request.headers());
            request.bodyHandler(whole -> {
                body.complete(whole);
                request.response().end();
            });
        });

        Attempt attempt = send("http://localhost:" + port + "/hooks/a%20b?x=1&y=%26");

        assertThat(attempt.outcome().code()).isEqualTo(OutcomeCode.OK);
        assertThat(line).containsExactly("POST /hooks/a%20b?x=1&y=%26");
        assertThat(body.join()).hasToString(SendingFixture.BODY);
        MultiMap sent = headers.join();
        assertThat(sent.names().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrder(
                        "host",
                        "content-length",
                        "webhook-id",
                        "webhook-timestamp",
                        "webhook-signature",
                        "content-type",
                        "user-agent");
        assertThat(sent.get("host")).isEqualTo("localhost:" + port);
        assertThat(sent.get("webhook-id")).isEqualTo("evt-1");
        assertThat(sent.get("content-type")).isEqualTo("application/json");
        assertThat(sent.get("user-agent")).isEqualTo("integrator-webhooks/test");
        long timestamp = Long.parseLong(sent.get("webhook-timestamp"));
        assertThat(timestamp).isEqualTo(attempt.startedAt().getEpochSecond());
        assertThat(signer().verifies(
                                sent.get("webhook-signature"),
                                "evt-1",
                                timestamp,
                                body.join().getBytes()))
                .isTrue();
    }

    @Test
    void aUrlWithoutAPathIsPostedToTheRoot() {
        List<String> uris = new CopyOnWriteArrayList<>();
        int port = http(request -> {
            uris.add(request.uri());
            request.response().end();
        });

        send("http://127.0.0.1:" + port);
        send("http://127.0.0.1:" + port + "?a=b");

        assertThat(uris).containsExactly("/", "/?a=b");
    }

    @Test
    void theResponseAndRetryAfterAreKept() {
        int port = http(request -> request.response()
                .setStatusCode(503)
                .putHeader("retry-after", "17")
                .end("later"));

        assertThat(send(port).outcome()).isEqualTo(new Outcome.Answered(503, Optional.of("17"), "later"));
    }

    @Test
    void aServerThatHangsBeforeTheHeadersTimesOut() {
        withDeadline(SHORT);
        AtomicBoolean closed = new AtomicBoolean();
        int port = net(socket -> socket.closeHandler(gone -> closed.set(true)));

        assertThat(send(port).outcome().code()).isEqualTo(OutcomeCode.TIMEOUT);
        waitAtMost(AT_MOST).untilTrue(closed);
    }

    @Test
    void aBodyThatDripsTimesOutWithinTheDeadline() {
        withDeadline(SHORT);
        AtomicBoolean closed = new AtomicBoolean();
        int port = net(socket -> {
            socket.handler(request -> socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n"));
            long timer = fixture.vertx().setPeriodic(20, tick -> socket.write("x"));
            socket.closeHandler(gone -> {
                fixture.vertx().cancelTimer(timer);
                closed.set(true);
            });
        });

        Outcome outcome = send(port).outcome();

        assertThat(outcome)
                .isEqualTo(new Outcome.Unanswered(OutcomeCode.TIMEOUT, "no whole response within 300 ms", true));
        waitAtMost(AT_MOST).untilTrue(closed);
    }

    @Test
    void anEndlessBodyIsCutOffAfter16Kib() {
        AtomicBoolean closed = new AtomicBoolean();
        int port = net(socket -> {
            socket.handler(request -> {
                socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
                fixture.vertx().setPeriodic(1, timer -> {
                    if (closed.get()) {
                        fixture.vertx().cancelTimer(timer);
                    } else {
                        socket.write("400\r\n" + "x".repeat(1024) + "\r\n");
                    }
                });
            });
            socket.closeHandler(gone -> closed.set(true));
        });

        Outcome outcome = send(port).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.OK);
        assertThat(((Outcome.Answered) outcome).response()).isEqualTo("x".repeat(1024));
        waitAtMost(AT_MOST).untilTrue(closed);
    }

    @Test
    void aBodyOf16KibLeavesTheConnectionInUse() {
        AtomicInteger connections = new AtomicInteger();
        int port = http(request -> request.response().end("x".repeat(16 * 1024)), connections);

        send(port);
        Outcome outcome = send(port).outcome();

        assertThat(((Outcome.Answered) outcome).response()).hasSize(1024);
        assertThat(connections).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "this is no HTTP\r\n\r\n",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n"
            })
    void anAnswerThatIsNotHttpIsAReset(String answer) {
        int port = net(socket -> socket.handler(request -> socket.end(Buffer.buffer(answer))));

        Outcome outcome = send(port).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.RESET);
        assertThat(((Outcome.Unanswered) outcome).counts()).isTrue();
    }

    @Test
    void headersWithoutAnEndAreCutOff() {
        AtomicBoolean closed = new AtomicBoolean();
        int port = net(socket -> {
            socket.handler(request -> socket.write("HTTP/1.1 200 OK\r\nx: " + "y".repeat(40_000)));
            socket.closeHandler(gone -> closed.set(true));
        });

        assertThat(send(port).outcome().code()).isEqualTo(OutcomeCode.RESET);
        waitAtMost(AT_MOST).untilTrue(closed);
    }

    @Test
    void aConnectionThatIsClosedBeforeTheHeadersIsAResetThatCounts() {
        int port = net(socket -> socket.handler(request -> socket.close()));

        Outcome outcome = send(port).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.RESET);
        assertThat(((Outcome.Unanswered) outcome).counts()).isTrue();
    }

    @Test
    void aConnectionThatIsClosedWithinTheBodyIsAResetThatCounts() {
        int port = net(socket -> socket.handler(
                request -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"))));

        Outcome outcome = send(port).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.RESET);
        assertThat(((Outcome.Unanswered) outcome).counts()).isTrue();
    }

    @Test
    void anInterimResponseIsNotTheAnswer() {
        int port = net(socket -> socket.handler(request -> socket.write(
                "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")));

        assertThat(send(port).outcome()).isEqualTo(new Outcome.Answered(200, Optional.empty(), "ok"));
    }

    @Test
    void aRefusedConnectIsSaidToBeOne() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        Outcome outcome = send(port).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.CONNECT);
        assertThat(((Outcome.Unanswered) outcome).detail()).doesNotContain("127.0.0.1");
    }

    @Test
    void aServerThatSpeaksNoTlsIsATlsFault() {
        int port =
                net(socket -> socket.handler(hello -> socket.end(Buffer.buffer("HTTP/1.1 400 Bad Request\r\n\r\n"))));

        assertThat(send("https://localhost:" + port + "/").outcome().code()).isEqualTo(OutcomeCode.TLS);
    }

    @Test
    void aHostThatDoesNotResolveIsADnsFault() {
        assertThat(send("http://nowhere.invalid/").outcome().code()).isEqualTo(OutcomeCode.DNS);
    }

    @Test
    void aBodyWithNulAndBrokenUtf8BecomesText() {
        Buffer body = Buffer.buffer("a\0b")
                .appendByte((byte) 0xff)
                .appendByte((byte) 0xc3)
                .appendString("c");
        int port = http(request -> request.response().setStatusCode(500).end(body));

        String response = ((Outcome.Answered) send(port).outcome()).response();

        assertThat(response).doesNotContain("\0").startsWith("a\uFFFDb\uFFFD").endsWith("c");
    }

    @Test
    void aCharacterThatIsCutAt1KibBecomesText() {
        int port = http(request -> request.response().setStatusCode(500).end("x".repeat(1023) + "€"));

        String response = ((Outcome.Answered) send(port).outcome()).response();

        assertThat(response).isEqualTo("x".repeat(1023) + "\uFFFD");
    }

    @Test
    void compressedBodiesAreNotDecompressed() {
        int port = http(request ->
                request.response().putHeader("content-encoding", "gzip").end(Buffer.buffer("no gzip at all")));

        assertThat(send(port).outcome()).isEqualTo(new Outcome.Answered(200, Optional.empty(), "no gzip at all"));
    }

    @Test
    void tenRequestsInARowShareAConnection() {
        AtomicInteger connections = new AtomicInteger();
        int port = http(request -> request.response().end("ok"), connections);

        for (int i = 0; i < 10; i++) {
            assertThat(send(port).outcome().code()).isEqualTo(OutcomeCode.OK);
        }

        assertThat(connections).hasValue(1);
    }

    @Test
    void aKeptAliveConnectionThatIsClosedInBetweenIsNotTheSubscribersFault() {
        AtomicInteger requests = new AtomicInteger();
        int port = net(socket -> socket.handler(request -> {
            if (requests.incrementAndGet() == 1) {
                socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            } else {
                socket.close();
            }
        }));
        assertThat(send(port).outcome().code()).isEqualTo(OutcomeCode.OK);

        Outcome outcome = send(port).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.RESET);
        assertThat(((Outcome.Unanswered) outcome).counts()).isFalse();
    }

    @Test
    void aConnectionThatWasClosedWhileIdleIsReplaced() {
        List<NetSocket> sockets = new CopyOnWriteArrayList<>();
        AtomicInteger closed = new AtomicInteger();
        int port = net(socket -> {
            sockets.add(socket);
            socket.closeHandler(gone -> closed.incrementAndGet());
            socket.handler(request -> socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
        });
        send(port);
        sockets.get(0).close();
        waitAtMost(AT_MOST).until(() -> closed.get() == 1);

        Outcome outcome = send(port).outcome();

        assertThat(outcome.succeeded() || !((Outcome.Unanswered) outcome).counts())
                .isTrue();
        assertThat(send(port).outcome().code()).isEqualTo(OutcomeCode.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/",
                "http://[::1]:80/",
                "http://169.254.169.254/latest",
                "http://[::ffff:10.0.0.1]/"
            })
    void anAddressThatIsNotAllowedIsBlocked(String url) {
        Outcome outcome = send(url).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.BLOCKED);
        assertThat(((Outcome.Unanswered) outcome).counts()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1/", "http://user@127.0.0.1/", "not a url"})
    void aUrlThatIsNotTakenAnyMoreIsBlocked(String url) {
        assertThat(send(url).outcome().code()).isEqualTo(OutcomeCode.BLOCKED);
    }

    @Test
    void manyRequestsAtOnceAreMadeAtOnce() {
        List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
        int port = http(held::add);

        List<Future<Attempt>> attempts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            attempts.add(start("http://127.0.0.1:" + port + "/"));
        }
        waitAtMost(AT_MOST).until(() -> held.size() == 20);
        held.forEach(request -> request.response().end());

        assertThat(attempts.stream().map(SendingFixture::await))
                .allSatisfy(attempt -> assertThat(attempt.outcome().code()).isEqualTo(OutcomeCode.OK));
    }

    private Attempt send(int port) {
        return send("http://127.0.0.1:" + port + "/");
    }

    private Attempt send(String url) {
        return SendingFixture.await(start(url));
    }

    private Future<Attempt> start(String url) {
        Delivery delivery = SendingFixture.delivery(SendingFixture.target(UUID.randomUUID(), url));
        return fixture.onLoop(() -> fixture.sender().send(delivery, signer()));
    }

    private static Signer signer() {
        return new Signer(List.of(SendingFixture.SECRET));
    }

    private int http(Consumer<HttpServerRequest> handler) {
        return http(handler, new AtomicInteger());
    }

    private int http(Consumer<HttpServerRequest> handler, AtomicInteger connections) {
        HttpServer server = fixture.vertx()
                .createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(handler::accept);
        return SendingFixture.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    private int net(Consumer<NetSocket> handler) {
        NetServer server = fixture.vertx().createNetServer().connectHandler(handler::accept);
        return SendingFixture.await(server.listen(0, "127.0.0.1")).actualPort();
    }
}
