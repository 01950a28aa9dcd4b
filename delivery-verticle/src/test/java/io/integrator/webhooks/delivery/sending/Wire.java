package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.signing.Signer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A sender, and the servers on this machine that a test starts for it to post to. */
final class Wire implements AutoCloseable {

    /** Requests in flight at once, at most. */
    static final int IN_FLIGHT = 64;

    private final SendingFixture fixture;

    Wire(Duration deadline) {
        this.fixture = new SendingFixture(SendingFixture.settings(deadline, 16, IN_FLIGHT), "127.0.0.0/8");
    }

    Vertx vertx() {
        return fixture.vertx();
    }

    Attempt send(int port) {
        return send("http://127.0.0.1:" + port + "/");
    }

    Attempt send(String url) {
        return SendingFixture.await(start(url));
    }

    Attempt send(Target target) {
        return SendingFixture.await(start(target));
    }

    Future<Attempt> start(String url) {
        return start(SendingFixture.target(UUID.randomUUID(), url));
    }

    private Future<Attempt> start(Target target) {
        Delivery delivery = SendingFixture.delivery(target);
        return fixture.onLoop(() -> fixture.sender().send(delivery, signer()));
    }

    /** Connections that the sender has open. */
    int connections() {
        return fixture.onLoop(fixture.sender()::connections);
    }

    static Signer signer() {
        return new Signer(List.of(SendingFixture.SECRET));
    }

    /** Starts a server; gives its port. */
    int http(Consumer<HttpServerRequest> handler) {
        return http(handler, new AtomicInteger());
    }

    /** Starts a server that counts its connections; gives its port. */
    int http(Consumer<HttpServerRequest> handler, AtomicInteger connections) {
        HttpServer server = fixture.vertx()
                .createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(handler::accept);
        return SendingFixture.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    /** Starts a server that need not speak HTTP; gives its port. */
    int net(Consumer<NetSocket> handler) {
        NetServer server = fixture.vertx().createNetServer().connectHandler(handler::accept);
        return SendingFixture.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    @Override
    public void close() {
        fixture.close();
    }
}
