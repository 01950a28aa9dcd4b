package io.integrator.webhooks.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Blame;
import io.integrator.webhooks.domain.OutcomeCode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderConnectionTest {

    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final Wire wire = new Wire(Duration.ofSeconds(10));

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void tenRequestsInARowShareAConnection() {
        AtomicInteger connections = new AtomicInteger();
        int port = wire.http(request -> request.response().end("ok"), connections);

        for (int i = 0; i < 10; i++) {
            assertThat(wire.send(port).outcome().code()).isEqualTo(OutcomeCode.OK);
        }

        assertThat(connections).hasValue(1);
    }

    @Test
    void manyRequestsAtOnceAreMadeAtOnce() {
        List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
        int port = wire.http(held::add);

        List<Future<Attempt>> attempts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            attempts.add(wire.start("http://127.0.0.1:" + port + "/"));
        }
        waitAtMost(AT_MOST).until(() -> held.size() == 20);
        held.forEach(request -> request.response().end());

        assertThat(attempts.stream().map(SendingFixture::await))
                .allSatisfy(attempt -> assertThat(attempt.outcome().code()).isEqualTo(OutcomeCode.OK));
    }

    @Test
    void aBodyOf16KibLeavesTheConnectionInUse() {
        AtomicInteger connections = new AtomicInteger();
        int port = wire.http(request -> request.response().end("x".repeat(16 * 1024)), connections);

        wire.send(port);
        Outcome outcome = wire.send(port).outcome();

        assertThat(((Outcome.Answered) outcome).response()).hasSize(1024);
        assertThat(connections).hasValue(1);
    }

    @Test
    void aKeptAliveConnectionThatIsClosedInBetweenIsNotTheSubscribersFault() {
        AtomicInteger requests = new AtomicInteger();
        int port = wire.net(socket -> socket.handler(request -> {
            if (requests.incrementAndGet() == 1) {
                socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            } else {
                socket.close();
            }
        }));
        assertThat(wire.send(port).outcome().code()).isEqualTo(OutcomeCode.OK);

        Outcome outcome = wire.send(port).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.RESET);
        assertThat(((Outcome.Unanswered) outcome).blame()).isEqualTo(Blame.CHANCE);
    }

    @Test
    void aConnectionThatWasClosedWhileIdleIsReplaced() {
        List<NetSocket> sockets = new CopyOnWriteArrayList<>();
        AtomicInteger closed = new AtomicInteger();
        int port = wire.net(socket -> {
            sockets.add(socket);
            socket.closeHandler(gone -> closed.incrementAndGet());
            socket.handler(request -> socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
        });
        wire.send(port);
        sockets.get(0).close();
        waitAtMost(AT_MOST).until(() -> closed.get() == 1);

        Outcome outcome = wire.send(port).outcome();

        assertThat(outcome.succeeded() || ((Outcome.Unanswered) outcome).blame() == Blame.CHANCE)
                .isTrue();
        assertThat(wire.send(port).outcome().code()).isEqualTo(OutcomeCode.OK);
    }

    @Test
    void connectionsToAllHostsTogetherAreNoMoreThanRequestsInFlightMayBe() {
        List<Integer> ports = IntStream.range(0, 3 * Wire.IN_FLIGHT)
                .mapToObj(number -> wire.http(request -> request.response().end()))
                .toList();

        ports.forEach(wire::send);

        waitAtMost(AT_MOST).until(() -> wire.connections() <= Wire.IN_FLIGHT);
        assertThat(wire.connections()).isEqualTo(Wire.IN_FLIGHT);
        assertThat(wire.send(ports.get(0)).outcome().code()).isEqualTo(OutcomeCode.OK);
    }

    @Test
    void theConnectionThatHasRestedLongestIsTheOneThatGoes() {
        Map<Integer, AtomicInteger> connections = new LinkedHashMap<>();
        for (int number = 0; number <= Wire.IN_FLIGHT; number++) {
            AtomicInteger count = new AtomicInteger();
            connections.put(wire.http(request -> request.response().end(), count), count);
        }
        List<Integer> ports = List.copyOf(connections.keySet());
        ports.subList(0, Wire.IN_FLIGHT).forEach(wire::send);
        wire.send(ports.get(0));

        wire.send(ports.get(Wire.IN_FLIGHT));
        waitAtMost(AT_MOST).until(() -> wire.connections() == Wire.IN_FLIGHT);
        wire.send(ports.get(0));
        wire.send(ports.get(1));

        assertThat(connections.get(ports.get(0))).hasValue(1);
        assertThat(connections.get(ports.get(1))).hasValue(2);
    }
}
