package io.integrator.webhooks.bench.bare;

import io.integrator.webhooks.bench.load.Bounded;
import io.integrator.webhooks.bench.load.EpochMicros;
import io.integrator.webhooks.bench.load.EventBody;
import io.integrator.webhooks.bench.load.EventId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;

/** What the benchmark tells the yardsticks to do: each request is answered when its work is done. Of one event loop. */
final class BareServer extends VerticleBase {

    static final String CONSUME = "/consume";
    static final String POST = "/post";
    static final String WRITE = "/write";
    static final String SERVE = "/serve";

    private static final int NOT_FOUND = 404;
    private static final int FAILED = 500;

    private BarePoster poster;
    private BareConsumer consumer;
    private int port;

    @Override
    public Future<?> start() {
        return vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .onSuccess(chosen -> port = chosen);
    }

    @Override
    public Future<?> stop() {
        if (consumer != null) {
            consumer.stop();
        }
        return poster == null ? Future.succeededFuture() : poster.close();
    }

    /** Where it listens, once it is deployed. */
    int port() {
        return port;
    }

    private void take(HttpServerRequest request) {
        work(request)
                .onSuccess(answer -> request.response().end(answer))
                .onFailure(
                        failure -> request.response().setStatusCode(FAILED).end(String.valueOf(failure.getMessage())));
    }

    /** What is answered: nothing but that it is done, mostly. */
    private Future<String> work(HttpServerRequest request) {
        switch (request.path()) {
            case CONSUME -> {
                consumer = new BareConsumer(
                        vertx, poster(request), request.getParam("bootstrapServers"), request.getParam("topic"));
                return Future.succeededFuture("");
            }
            case POST -> {
                return post(poster(request), request.getParam("phase"), number(request, "count"))
                        .map("");
            }
            case WRITE -> {
                return new BareWriter(vertx, URI.create(request.getParam("database")), EventBody.DATA_BYTES)
                        .write(number(request, "count"))
                        .map("");
            }
            case SERVE -> {
                BareRoute route = new BareRoute(URI.create(request.getParam("database")), number(request, "poolSize"));
                return vertx.deployVerticle(route).map(deployed -> Integer.toString(route.port()));
            }
            default -> {
                request.response().setStatusCode(NOT_FOUND);
                return Future.failedFuture("there is no " + request.path());
            }
        }
    }

    private static Future<Void> post(BarePoster poster, String phase, int count) {
        return new Bounded(number -> {
                    String id = new EventId(phase, Math.toIntExact(number), EpochMicros.now()).text();
                    return poster.post(id, EventBody.posted(id));
                })
                .run(BarePoster.IN_FLIGHT, count);
    }

    private BarePoster poster(HttpServerRequest request) {
        if (poster == null) {
            poster = new BarePoster(vertx, URI.create(request.getParam("url")));
        }
        return poster;
    }

    private static int number(HttpServerRequest request, String parameter) {
        return Integer.parseInt(request.getParam(parameter));
    }
}
