package io.integrator.webhooks.http;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * Who answers the requests of a server.
 *
 * @param requests  answers what is in order
 * @param malformed answers what can't be read, for the reason in {@code request.decoderResult()}, and closes the connection
 * @param surplus   answers the first request of a connection over the bound; the connection is closed by then
 * @param refused   is told of each connection over the bound
 */
public record ServerHandlers(
        Handler<HttpServerRequest> requests,
        Handler<HttpServerRequest> malformed,
        Handler<HttpServerRequest> surplus,
        Runnable refused) {

    public ServerHandlers {
        requireNonNull(requests, "requests");
        requireNonNull(malformed, "malformed");
        requireNonNull(surplus, "surplus");
        requireNonNull(refused, "refused");
    }
}
