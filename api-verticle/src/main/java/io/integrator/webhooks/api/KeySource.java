package io.integrator.webhooks.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where the token issuer publishes its keys: a JSON Web Key Set (RFC 7517) in a file or behind http(s). */
final class KeySource {

    private static final int TIMEOUT_SECONDS = 5;
    private static final int MAXIMUM_BYTES = 256 * 1024;

    private final Vertx vertx;
    private final URI uri;
    private final HttpClientAgent client;

    KeySource(Vertx vertx, URI uri) {
        this.vertx = vertx;
        this.uri = uri;
        // A server that takes a connection and says nothing mustn't keep it: the pool is small.
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS))
                .setIdleTimeout(TIMEOUT_SECONDS));
    }

    URI uri() {
        return uri;
    }

    /** The keys that are published now; fails when they can't be had within five seconds, or aren't a key set. */
    Future<List<JsonObject>> read() {
        return (uri.getScheme().equals("file") ? readFile() : fetch())
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .map(KeySource::keysOf);
    }

    private Future<Buffer> readFile() {
        Path path = uri.isOpaque() ? Path.of(uri.getSchemeSpecificPart()) : Path.of(uri);
        return vertx.fileSystem().readFile(path.toString());
    }

    private Future<Buffer> fetch() {
        RequestOptions request = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(uri.toString());
        return client.request(request)
                .compose(sent -> sent.send().compose(response -> body(response).onFailure(failure -> sent.reset())));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        response.exceptionHandler(whole::tryFail);
        if (response.statusCode() != 200) {
            whole.fail("it answered with status " + response.statusCode());
            return whole.future();
        }
        Buffer read = Buffer.buffer();
        response.handler(chunk -> {
            if (read.length() + chunk.length() > MAXIMUM_BYTES) {
                whole.tryFail("it is longer than " + MAXIMUM_BYTES + " bytes");
            } else {
                read.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> whole.tryComplete(read));
        return whole.future();
    }

    private static List<JsonObject> keysOf(Buffer published) {
        try {
            JsonArray keys = published.toJsonObject().getJsonArray("keys");
            if (keys != null) {
                return keys.stream().map(JsonObject.class::cast).toList();
            }
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalStateException("it is not a JSON Web Key Set", e);
        }
        throw new IllegalStateException("it is not a JSON Web Key Set");
    }

    /** Ends what is under way. */
    Future<Void> close() {
        return client.close();
    }
}
