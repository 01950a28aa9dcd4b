package io.integrator.webhooks.delivery;

import static io.integrator.webhooks.domain.OutcomeCode.CONNECT;
import static io.integrator.webhooks.domain.OutcomeCode.DNS;
import static io.integrator.webhooks.domain.OutcomeCode.GONE;
import static io.integrator.webhooks.domain.OutcomeCode.HTTP_STATUS;
import static io.integrator.webhooks.domain.OutcomeCode.OK;
import static io.integrator.webhooks.domain.OutcomeCode.REDIRECT;
import static io.integrator.webhooks.domain.OutcomeCode.RESET;
import static io.integrator.webhooks.domain.OutcomeCode.TIMEOUT;
import static io.integrator.webhooks.domain.OutcomeCode.TLS;

import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.embedded.DnsServer;
import io.integrator.webhooks.embedded.TestAuthority;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A subscriber of every way there is. */
final class HostileSubscribers {

    private static final String EMPTY_OK = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    private static final String LONG_OK = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
    private static final String CHUNKED_OK = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final String OOPS = "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n";
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String EARLY_HINTS = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n";
    private static final String BEGUN = "HTTP/1.1 200 OK\r\nx: ";

    private static final int INTERNAL_ERROR = 2;
    private static final int CANCEL = 8;
    private static final int REFUSED_STREAM = 7;

    private final Set<HttpVersion> versions = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;
    private final DnsServer dns;
    private final TestAuthority authority;
    private final HostileSubscriber.Factory factory;

    HostileSubscribers(Vertx vertx, DnsServer dns, TestAuthority authority) {
        this.vertx = vertx;
        this.dns = dns;
        this.authority = authority;
        this.factory = new HostileSubscriber.Factory(vertx);
    }

    /** Starts those of which each attempt comes to its end by itself. */
    List<HostileSubscriber> startPrompt() {
        return Stream.of(answering(), answeringOddly(), closing(), behindTls(), unreachable())
                .flatMap(List::stream)
                .toList();
    }

    /** Starts those that only the deadline ends. */
    List<HostileSubscriber> startHanging() {
        dns.answer("silent.test", new DnsServer.Answer.Silence());
        return List.of(
                factory.http("hanging", (request, count) -> {}, TIMEOUT),
                factory.onSocket("dripping", this::drip, TIMEOUT),
                factory.onSocket("hanging in the headers", writing(BEGUN), TIMEOUT),
                factory.onSocket("hanging in the body", writing(LONG_OK), TIMEOUT),
                http2("h2-hangs.test", (request, count) -> {}, TIMEOUT),
                factory.unreachable("whose name server is silent", "http://silent.test/", TIMEOUT));
    }

    /** By which versions of HTTP those that offer HTTP/2 were spoken to. */
    Set<HttpVersion> versions() {
        return versions;
    }

    private List<HostileSubscriber> answering() {
        String inAnHour = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
        return List.of(
                factory.http("well-behaved", status(200), OK),
                factory.http("slow but correct", later(1_500, status(204)), OK),
                factory.http("alternating", alternating(status(500), status(200)), OK, HTTP_STATUS),
                factory.http("gone", status(410), GONE),
                factory.http("redirecting", with("location", "http://127.0.0.1:1/", status(302)), REDIRECT),
                factory.http("asking for patience in seconds", patience("120"), HTTP_STATUS),
                factory.http("asking for patience by date", patience(inAnHour), HTTP_STATUS),
                factory.http("asking for patience in garbage", patience("soon \u00e9;,"), HTTP_STATUS),
                factory.http("asking for negative patience", patience("-5"), HTTP_STATUS),
                factory.http("asking for a thousand years", patience("99999999999999999999"), HTTP_STATUS));
    }

    private List<HostileSubscriber> answeringOddly() {
        Buffer noText = Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n")
                .appendBytes(new byte[] {0, (byte) 0xff, (byte) 0xc3, 'x'});
        return List.of(
                factory.onSocket("NUL and broken UTF-8", (socket, count) -> socket.write(noText), OK),
                factory.onSocket("endless body", pouring(CHUNKED_OK, "1000\r\n" + "x".repeat(0x1000) + "\r\n"), OK),
                factory.onSocket("a few interim responses", writing(CONTINUE + EARLY_HINTS + EMPTY_OK), OK),
                factory.onSocket("a flood of interim responses", pouring(CONTINUE, CONTINUE), RESET),
                factory.onSocket("switching protocols", writing(SWITCHING), HTTP_STATUS),
                factory.onSocket("huge headers", pouring(BEGUN, "y".repeat(900)), RESET),
                factory.onSocket("many headers", pouring(BEGUN, "y\r\nx: "), RESET),
                factory.onSocket("garbage", writing("\u0001\u0002 no HTTP\r\n\r\n"), RESET),
                factory.onSocket("two answers", writing(EMPTY_OK + OOPS), OK).missingSome(),
                factory.onSocket("closing after each answer without a word", ending(EMPTY_OK), OK)
                        .missingSome());
    }

    private List<HostileSubscriber> closing() {
        return List.of(
                factory.onConnect("closing at once", NetSocket::close, RESET),
                factory.onSocket("closing at the request", (socket, count) -> socket.close(), RESET),
                factory.onSocket("closing in the headers", ending(BEGUN), RESET),
                factory.onSocket("closing in the body", ending(LONG_OK + "half"), RESET));
    }

    private List<HostileSubscriber> behindTls() {
        return List.of(
                http2("h2.test", status(200), OK),
                http2("h2-goes-away-politely.test", this::answerAndGoAway, OK).missingSome(),
                http2(
                                "h2-goes-away.test",
                                (request, count) -> request.connection().goAway(INTERNAL_ERROR, 0),
                                RESET)
                        .missingSome(),
                http2("h2-resets.test", (request, count) -> request.response().reset(CANCEL), RESET),
                http2("h2-refuses.test", (request, count) -> request.response().reset(REFUSED_STREAM), RESET),
                factory.https(named("expired.test"), authority.issueExpired("expired.test"), status(200), TLS),
                factory.https(named("other.test"), authority.issue("another.test"), status(200), TLS),
                factory.https(named("self-signed.test"), authority.selfSigned("self-signed.test"), status(200), TLS));
    }

    private List<HostileSubscriber> unreachable() {
        dns.answer("failing.test", new DnsServer.Answer.Failure(2));
        return List.of(
                factory.unreachable("refusing connects", "http://127.0.0.1:" + closedPort() + "/", CONNECT),
                factory.unreachable("without an address", "http://nowhere.test/", DNS),
                factory.unreachable("whose name server fails", "http://failing.test/", DNS));
    }

    private HostileSubscriber http2(
            String host, BiConsumer<HttpServerRequest, Integer> answer, OutcomeCode... outcomes) {
        BiConsumer<HttpServerRequest, Integer> noting = (request, count) -> {
            versions.add(request.version());
            answer.accept(request, count);
        };
        return factory.https(named(host), authority.issue(host), noting, outcomes);
    }

    private String named(String host) {
        dns.answerLoopback(host);
        return host;
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answerAndGoAway(HttpServerRequest request, int count) {
        request.response().end();
        request.connection().goAway(0);
    }

    private void drip(NetSocket socket, int count) {
        socket.write(LONG_OK);
        vertx.setPeriodic(500, timer -> socket.write("x").onFailure(cut -> vertx.cancelTimer(timer)));
    }

    private static BiConsumer<HttpServerRequest, Integer> status(int status) {
        return (request, count) -> request.response().setStatusCode(status).end();
    }

    private static BiConsumer<HttpServerRequest, Integer> with(
            String header, String value, BiConsumer<HttpServerRequest, Integer> answer) {
        return (request, count) -> {
            request.response().putHeader(header, value);
            answer.accept(request, count);
        };
    }

    private static BiConsumer<HttpServerRequest, Integer> patience(String asked) {
        return with("retry-after", asked, alternating(status(429), status(503)));
    }

    private static BiConsumer<HttpServerRequest, Integer> alternating(
            BiConsumer<HttpServerRequest, Integer> even, BiConsumer<HttpServerRequest, Integer> odd) {
        return (request, count) -> (count % 2 == 0 ? even : odd).accept(request, count);
    }

    private BiConsumer<HttpServerRequest, Integer> later(int millis, BiConsumer<HttpServerRequest, Integer> answer) {
        return (request, count) -> vertx.setTimer(millis, late -> answer.accept(request, count));
    }

    private static BiConsumer<NetSocket, Integer> writing(String text) {
        return (socket, count) -> socket.write(text);
    }

    private static BiConsumer<NetSocket, Integer> ending(String text) {
        return (socket, count) -> socket.end(Buffer.buffer(text));
    }

    /** Writes one thing, and then another again and again for as long as it is read. */
    private static BiConsumer<NetSocket, Integer> pouring(String first, String then) {
        return (socket, count) -> socket.write(first).onSuccess(written -> pour(socket, then));
    }

    private static void pour(NetSocket socket, String text) {
        socket.write(text).onSuccess(written -> pour(socket, text));
    }
}
