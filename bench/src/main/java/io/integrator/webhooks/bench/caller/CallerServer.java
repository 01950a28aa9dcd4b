package io.integrator.webhooks.bench.caller;

import io.integrator.webhooks.bench.load.Bounded;
import io.integrator.webhooks.bench.load.EpochMicros;
import io.integrator.webhooks.bench.load.Schedule;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Function;

/** What the benchmark tells the caller to do: each request is answered when its work is done. Of one event loop. */
final class CallerServer extends VerticleBase {

    static final String REGISTER = "/register";
    static final String LIST = "/list";

    /** Registrations under way at once. */
    static final int AT_ONCE = 32;

    /** More than are ever busy at a rate that the API keeps up with; beyond, requests wait and that is measured. */
    private static final int LIST_CONNECTIONS = 64;

    private static final int NOT_FOUND = 404;
    private static final int FAILED = 500;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long LEAD_MICROS = 100_000;

    private int port;

    @Override
    public Future<?> start() {
        return vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .onSuccess(chosen -> port = chosen);
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

    private Future<String> work(HttpServerRequest request) {
        switch (request.path()) {
            case REGISTER -> {
                return with(request, AT_ONCE, client -> register(client, number(request, "count")));
            }
            case LIST -> {
                Schedule schedule =
                        new Schedule(EpochMicros.now() + LEAD_MICROS, Double.parseDouble(request.getParam("rate")));
                int webhooks = Math.toIntExact(number(request, "webhooks"));
                return with(
                        request,
                        LIST_CONNECTIONS,
                        client -> new Paced(
                                        vertx.getOrCreateContext(), schedule, number -> client.list(number, webhooks))
                                .run(number(request, "count"))
                                .map(JsonObject::encode));
            }
            default -> {
                request.response().setStatusCode(NOT_FOUND);
                return Future.failedFuture("there is no " + request.path());
            }
        }
    }

    /** Signing is slow, and is done before anything is measured. */
    private Future<String> with(HttpServerRequest request, int connections, Function<ApiClient, Future<String>> work) {
        Integrators integrators =
                new Integrators(request.getParam("integrators"), Math.toIntExact(number(request, "number")));
        Path keys = Path.of(request.getParam("keys"));
        return vertx.executeBlocking(() -> new Tokens(keys, integrators)).compose(tokens -> {
            ApiClient client = new ApiClient(vertx, URI.create(request.getParam("url")), tokens, connections);
            return work.apply(client).eventually(client::close);
        });
    }

    private static Future<String> register(ApiClient client, long count) {
        long begin = System.nanoTime();
        return new Bounded(client::register)
                .run(AT_ONCE, count)
                .map(done -> Double.toString((System.nanoTime() - begin) / NANOS_PER_SECOND));
    }

    private static long number(HttpServerRequest request, String parameter) {
        return Long.parseLong(request.getParam(parameter));
    }
}
