package io.integrator.webhooks.bench.caller;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;

/** Asks the API, or what is to be compared with it, in the integrators' names by turns. Of one event loop. */
final class ApiClient {

    private static final String PATH = "/v1/integrator/webhooks";
    private static final int OK = 200;

    private final HttpClient client;
    private final URI api;
    private final Tokens tokens;

    /** @param connections that it keeps at most */
    ApiClient(Vertx vertx, URI api, Tokens tokens, int connections) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(connections));
        this.api = api;
        this.tokens = tokens;
    }

    /** Registers a webhook; fails unless the answer has its id. */
    Future<Void> register(long number) {
        JsonObject body = new JsonObject()
                .put("url", "http://127.0.0.1:9000/hooks/" + number)
                .put("events", new JsonArray().add("payment.completed"));
        return ask(HttpMethod.POST, number, body.toBuffer())
                .compose(answer -> answer.getString("id", "").isEmpty()
                        ? Future.failedFuture("a registration was answered " + answer.encode())
                        : Future.succeededFuture());
    }

    /** Lists webhooks; fails unless there are so many. */
    Future<Void> list(long number, int webhooks) {
        return ask(HttpMethod.GET, number, Buffer.buffer()).compose(answer -> {
            int listed = answer.getJsonArray("data").size();
            return listed == webhooks
                    ? Future.succeededFuture()
                    : Future.failedFuture(listed + " webhooks were listed, not " + webhooks);
        });
    }

    Future<Void> close() {
        return client.close();
    }

    private Future<JsonObject> ask(HttpMethod method, long number, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(api.getHost())
                .setPort(api.getPort())
                .setURI(PATH)
                .putHeader("authorization", "Bearer " + tokens.token(number))
                .putHeader("integrator", tokens.integrator(number))
                .putHeader("content-type", "application/json");
        return client.request(options)
                .compose(request -> method.equals(HttpMethod.GET) ? request.send() : request.send(body))
                .compose(response -> response.body()
                        .compose(answer -> response.statusCode() == OK
                                ? Future.succeededFuture(answer.toJsonObject())
                                : Future.failedFuture(
                                        "the API answered " + response.statusCode() + ": " + answer.toString())));
    }
}
