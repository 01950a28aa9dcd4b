package io.integrator.webhooks.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long a client may hold a connection, and how many it may have; on real sockets. */
class BoundedServerTest {

    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final int CONNECTIONS = 12;

    /** Those over the bound that are told so. */
    private static final int SURPLUS = 64;

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String LATE = "GET /late HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: x\r\n";

    /** What is said at once, and what is said again and again. */
    private static final List<String> SLOW = List.of(
            "| ",
            "\r|\r\n",
            "GET|a",
            "GET / HTTP/1.1\r\nHost: x\r\nX:|a",
            GET + "GET / HTTP/1.1\r\nHost: x\r\nX:|a",
            POST + "Content-Length: 100000\r\n\r\n|a",
            POST + "Transfer-Encoding: chunked\r\n\r\n|1\r\na\r\n",
            POST + "Transfer-Encoding: chunked\r\n\r\n1;|a",
            POST + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: |a",
            "GET /much HTTP/1.1\r\nHost: x\r\n\r\n|a");

    private static final AtomicInteger REFUSED = new AtomicInteger();

    private static Vertx vertx;
    private static int port;

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void listen() {
        vertx = Vertx.vertx();
        HttpServer server = BoundedServer.create(
                vertx,
                new ServerBounds(CONNECTIONS, PATIENCE),
                new ServerHandlers(
                        BoundedServerTest::answer,
                        request -> end(request, 400),
                        request -> end(request, 503),
                        REFUSED::incrementAndGet));
        port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/stream" -> {
                request.response().setChunked(true);
                long heart = vertx.setPeriodic(
                        PATIENCE.toMillis() / 8, beat -> request.response().write("beat"));
                request.response().closeHandler(closed -> vertx.cancelTimer(heart));
            }
            case "/late" ->
                vertx.setTimer(
                        PATIENCE.toMillis() * 5 / 8, late -> request.response().end());
            case "/much" -> request.response().end(Buffer.buffer(new byte[16 * 1024 * 1024]));
            default -> request.body().onSuccess(body -> request.response().end(body));
        }
    }

    private static void end(HttpServerRequest request, int status) {
        request.response().setStatusCode(status).end();
    }

    @AfterEach
    void leave() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        // The next test is to find the places free.
        await().until(() -> {
            try (Socket free = connect()) {
                return ask(free, GET).startsWith("HTTP/1.1 200");
            } catch (IOException e) {
                return false;
            }
        });
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** The head of the answer to a request; less, or nothing, when the connection is closed instead. */
    private static String ask(Socket socket, String request) throws IOException {
        say(socket, request);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static boolean isClosedBy(Socket socket, String drip) {
        try {
            say(socket, drip);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void whoeverIsSlowIsCutOffHoweverSteadily() throws IOException {
        Map<Socket, String> slow = new LinkedHashMap<>();
        for (String given : SLOW) {
            String[] parts = given.split("\\|", -1);
            Socket socket = connect();
            say(socket, parts[0]);
            slow.put(socket, parts[1]);
        }

        await().pollInterval(10, TimeUnit.MILLISECONDS).until(() -> {
            slow.entrySet().removeIf(client -> isClosedBy(client.getKey(), client.getValue()));
            return slow.isEmpty();
        });
    }

    @Test
    void whoeverAsksAgainAndAgainIsAnswered() throws IOException {
        Socket socket = connect();

        for (long end = System.nanoTime() + 2 * PATIENCE.toNanos(); System.nanoTime() < end; ) {
            say(socket, POST + "Content-Length: 4\r\n\r\nab");
            say(socket, "cd");

            assertThat(new String(socket.getInputStream().readNBytes(42), ISO_8859_1))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("abcd");
        }
    }

    /** Idle and worked on for together longer than either may last; again when the machine was too slow for the one alone. */
    @Test
    void aRequestHasItsTimeHoweverLongItsConnectionWasIdle() {
        await().until(() -> {
            try (Socket idle = connect();
                    Socket other = connect()) {
                ask(idle, GET);
                return ask(other, LATE).startsWith("HTTP/1.1 200")
                        && ask(idle, LATE).startsWith("HTTP/1.1 200");
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void whoeverListensInSilenceIsNotCutOff() throws IOException {
        Socket socket = connect();

        say(socket, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");

        for (long end = System.nanoTime() + 2 * PATIENCE.toNanos(); System.nanoTime() < end; ) {
            assertThat(socket.getInputStream().read()).isNotNegative();
        }
    }

    @Test
    void whatIsOverTheBoundIsToldOrClosedAndFreedPlacesAreUsedAgain() throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            say(connect(), "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(sockets.get(i).getInputStream().read()).isEqualTo('H');
        }

        int refusedBefore = REFUSED.get();
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < SURPLUS - 1; i++) {
            silent.add(connect());
        }
        Socket waiting = connect();
        Socket closedAtOnce = connect();
        String unheard = new String(closedAtOnce.getInputStream().readAllBytes(), ISO_8859_1);
        int refused = REFUSED.get() - refusedBefore;
        sockets.get(0).close();

        assertThat(unheard).isEmpty();
        assertThat(refused).as("told of").isEqualTo(SURPLUS + 1);
        assertThat(ask(waiting, GET)).startsWith("HTTP/1.1 503");
        await().until(() -> silent.stream().allMatch(socket -> isClosedBy(socket, " ")));
        await().until(() -> ask(connect(), GET).startsWith("HTTP/1.1 200"));
    }
}
