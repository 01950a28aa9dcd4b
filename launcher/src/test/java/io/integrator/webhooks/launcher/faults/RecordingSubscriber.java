package io.integrator.webhooks.launcher.faults;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/** The subscriber of all webhooks: quick, over kept connections, and every POST that it accepts is in the ledger. */
final class RecordingSubscriber implements AutoCloseable {

    private final HttpServer server;
    private final Ledger ledger;
    private volatile LateAnswer answer = due -> Future.succeededFuture(200);

    /** The status that a POST gets. */
    interface Answer {

        int to(Due due);
    }

    /** The status that a POST gets in the end. */
    interface LateAnswer {

        Future<Integer> to(Due due);
    }

    private RecordingSubscriber(HttpServer server, Ledger ledger) {
        this.server = server;
        this.ledger = ledger;
    }

    static RecordingSubscriber start(Vertx vertx, Ledger ledger) {
        RecordingSubscriber subscriber = new RecordingSubscriber(vertx.createHttpServer(), ledger);
        subscriber
                .server
                .requestHandler(subscriber::receive)
                .listen(0, "127.0.0.1")
                .await();
        return subscriber;
    }

    /** A webhook's url, by the name that the ledger knows it by. */
    String url(String host, String webhook) {
        return "http://" + host + ":" + server.actualPort() + "/" + webhook;
    }

    /** From now on. */
    void answers(Answer next) {
        answer = due -> Future.succeededFuture(next.to(due));
    }

    /** From now on; what is answered with a 2xx counts as accepted once it is answered. */
    void answersLate(LateAnswer next) {
        answer = next;
    }

    @Override
    public void close() {
        server.close().await();
    }

    private void receive(HttpServerRequest request) {
        Due due = new Due(request.getHeader("webhook-id"), request.path().substring(1));
        request.end().compose(whole -> answer.to(due)).onSuccess(status -> {
            if (status / 100 == 2) {
                ledger.accept(due);
            }
            request.response().setStatusCode(status).end();
        });
    }
}
