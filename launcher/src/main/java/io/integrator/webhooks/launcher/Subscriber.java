package io.integrator.webhooks.launcher;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** An HTTP server that takes any request, tells of it, and answers a status that may be changed meanwhile. */
final class Subscriber {

    private static final int BODY_LIMIT = 1 << 20;
    private static final int TOO_LARGE = 413;

    private final Vertx vertx;
    private final SignatureCheck check;
    private final InstantSource clock;
    private final Duration delay;
    private final Consumer<Arrival> told;
    private volatile int status;

    /**
     * @param delay before each answer
     * @param told  runs on the event loop
     */
    Subscriber(
            Vertx vertx,
            SignatureCheck check,
            InstantSource clock,
            int status,
            Duration delay,
            Consumer<Arrival> told) {
        this.vertx = vertx;
        this.check = check;
        this.clock = clock;
        this.status = status;
        this.delay = delay;
        this.told = told;
    }

    /** Answers with another status from now on. */
    void answer(int newStatus) {
        this.status = newStatus;
    }

    /** Listens; gives the port. */
    Future<Integer> listen(String host, int port) {
        return vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(port, host)
                .map(HttpServer::actualPort);
    }

    private void receive(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= BODY_LIMIT) {
                body.appendBuffer(chunk);
            } else if (!request.response().ended()) {
                request.response()
                        .setStatusCode(TOO_LARGE)
                        .putHeader("connection", "close")
                        .end();
            }
        });
        request.endHandler(end -> {
            if (!request.response().ended()) {
                tell(request, body);
            }
        });
    }

    private void tell(HttpServerRequest request, Buffer body) {
        String id = request.getHeader("webhook-id");
        String timestamp = request.getHeader("webhook-timestamp");
        SignatureCheck.Verdict verdict =
                check.judge(id, timestamp, request.getHeader("webhook-signature"), body.getBytes());
        int answered = status;
        told.accept(new Arrival(
                clock.instant(),
                request.method().name(),
                request.path(),
                id,
                timestamp,
                verdict,
                body.toString(StandardCharsets.UTF_8),
                answered));
        if (delay.isZero()) {
            request.response().setStatusCode(answered).end();
        } else {
            vertx.setTimer(delay.toMillis(), timer -> end(request, answered));
        }
    }

    private static void end(HttpServerRequest request, int answered) {
        if (!request.response().closed()) {
            request.response().setStatusCode(answered).end();
        }
    }
}
