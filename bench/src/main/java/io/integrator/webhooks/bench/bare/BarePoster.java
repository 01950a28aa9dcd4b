package io.integrator.webhooks.bench.bare;

import io.integrator.webhooks.signing.Signer;
import io.integrator.webhooks.signing.WebhookSecret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Signs a body and POSTs it, with the HTTP client that the service has. Of one event loop. */
final class BarePoster {

    /** As many at once as the service has in flight for one webhook. */
    static final int IN_FLIGHT = 16;

    private static final int SUCCESS = 204;

    private final HttpClient client;
    private final RequestOptions options;
    private final Signer signer = Signer.at(Instant.EPOCH, List.of(WebhookSecret.generate()));

    BarePoster(Vertx vertx, URI url) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(IN_FLIGHT));
        this.options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(url.getHost())
                .setPort(url.getPort())
                .setURI(url.getRawPath());
    }

    /** Completes when the subscriber has answered. */
    Future<Void> post(String id, byte[] body) {
        long timestamp = Instant.now().getEpochSecond();
        String signature = signer.sign(id, timestamp, body);
        return client.request(options)
                .compose(request -> {
                    request.headers()
                            .set("webhook-id", id)
                            .set("webhook-timestamp", Long.toString(timestamp))
                            .set("webhook-signature", signature)
                            .set("content-type", "application/json")
                            .set("user-agent", "bare");
                    return request.send(Buffer.buffer(body));
                })
                .compose(BarePoster::whole);
    }

    Future<Void> close() {
        return client.close();
    }

    private static Future<Void> whole(HttpClientResponse response) {
        return response.statusCode() == SUCCESS
                ? response.end()
                : Future.failedFuture("the subscriber answered " + response.statusCode());
    }
}
