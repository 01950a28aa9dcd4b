package io.integrator.webhooks.http;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.TimeUnit;

/**
 * Servers of HTTP/1.1 that read a request in one way only and are bounded in connections and time. HTTP/2 without TLS, which
 * Vert.x would speak besides, is off: a request to change to it passes proxies that judge what goes through them as HTTP/1.1.
 */
public final class BoundedServer {

    private static final int DRAIN_SECONDS = 5;

    /** The name that Vert.x gives its decoder in the pipeline of a connection. */
    private static final String DECODER = "httpDecoder";

    private BoundedServer() {}

    /** A server that doesn't listen yet; to be made on the event loop that is to serve it. */
    public static HttpServer create(Vertx vertx, ServerBounds bounds, ServerHandlers handlers) {
        // Of writing, as reading begins anew with every byte that a slow client sends.
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setWriteIdleTimeout(Math.toIntExact(bounds.patience().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        ConnectionBound connections = new ConnectionBound(vertx, bounds.connections(), handlers);
        return vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    readStrictly(connection, options);
                    connections.opened(connection);
                })
                .requestHandler(connections::dispatch)
                .invalidRequestHandler(handlers.malformed());
    }

    /**
     * Lets a connection end with the answer that is about to be given, for one whose body hasn't been read: what comes after it
     * must not be taken for a request, nor read without end. The rest of the body is passed over for a while, as a client
     * that is cut off while it sends may never see the answer.
     */
    public static void endAfter(HttpServerRequest request) {
        request.connection().shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    }

    /** Vert.x offers it only to those who ask for its own view of a connection. */
    static ChannelPipeline pipelineOf(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext().pipeline();
    }

    /** Vert.x has no setting for it. */
    private static void readStrictly(HttpConnection connection, HttpServerOptions options) {
        ChannelPipeline pipeline = pipelineOf(connection);
        pipeline.replace(DECODER, DECODER, new StrictRequestDecoder(options));
        pipeline.addFirst(new FlushBeforeClose());
    }
}
