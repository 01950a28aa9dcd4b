package io.integrator.webhooks.delivery;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A subscriber on a real socket that remembers what it received and answers as it is told. */
final class TestSubscriber implements AutoCloseable {

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Answer answer = Answer.status(200);

    record Received(String path, Map<String, String> headers, String body, Instant at) {

        String id() {
            return headers.get("webhook-id");
        }
    }

    /** How a request is answered; {@code count} is how many came before it. */
    interface Answer {

        void to(HttpServerRequest request, int count);

        static Answer status(int status) {
            return (request, count) -> request.response().setStatusCode(status).end();
        }

        static Answer never() {
            return (request, count) -> {};
        }
    }

    private TestSubscriber(HttpServer server) {
        this.server = server;
    }

    static TestSubscriber start(Vertx vertx) {
        HttpServer server = vertx.createHttpServer();
        TestSubscriber subscriber = new TestSubscriber(server);
        server.requestHandler(request -> request.body().onSuccess(body -> {
            int before = subscriber.received.size();
            subscriber.received.add(new Received(
                    request.path(),
                    request.headers().entries().stream()
                            .collect(Collectors.toMap(
                                    header -> header.getKey().toLowerCase(java.util.Locale.ROOT),
                                    Map.Entry::getValue,
                                    (one, other) -> one)),
                    body.toString(),
                    Instant.now()));
            subscriber.answer.to(request, before);
        }));
        server.listen(0, "127.0.0.1").await();
        return subscriber;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    void answers(Answer next) {
        answer = next;
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<String> ids() {
        return received.stream().map(Received::id).toList();
    }

    @Override
    public void close() {
        server.close().await();
    }
}
