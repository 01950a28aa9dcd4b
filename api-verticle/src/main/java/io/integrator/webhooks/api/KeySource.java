package io.integrator.webhooks.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where the token issuer publishes its keys: a JSON Web Key Set (RFC 7517) in a file or behind http(s). */
final class KeySource {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAXIMUM_BYTES = 256 * 1024;
    private static final String TOO_LONG = "it is longer than " + MAXIMUM_BYTES + " bytes";

    private final Vertx vertx;
    private final URI uri;
    private final Duration timeout;
    private final HttpClientAgent client;

    KeySource(Vertx vertx, URI uri) {
        this(vertx, uri, TIMEOUT);
    }

    /** @param timeout within which the keys are to be had */
    KeySource(Vertx vertx, URI uri, Duration timeout) {
        this.vertx = vertx;
        this.uri = uri;
        this.timeout = timeout;
        // A server that takes a connection and says nothing mustn't keep it: the pool is small.
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(timeout.toMillis()))
                .setIdleTimeout(Math.toIntExact(timeout.toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
    }

    URI uri() {
        return uri;
    }

    /** The keys that are published now; fails when they can't be had in time, or aren't a key set. */
    Future<List<JsonObject>> read() {
        return (uri.getScheme().equals("file") ? readFile() : fetch())
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .map(KeySource::keysOf);
    }

    private Future<Buffer> readFile() {
        String path = (uri.isOpaque() ? Path.of(uri.getSchemeSpecificPart()) : Path.of(uri)).toString();
        return vertx.fileSystem()
                .props(path)
                .compose(file -> file.size() > MAXIMUM_BYTES
                        ? Future.failedFuture(TOO_LONG)
                        : vertx.fileSystem().readFile(path));
    }

    private Future<Buffer> fetch() {
        RequestOptions request = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(uri.toString());
        return client.request(request).compose(this::answerTo);
    }

    /** One that comes a byte at a time is cut off: nobody waits for it any more, and it would keep its connection. */
    private Future<Buffer> answerTo(HttpClientRequest request) {
        return request.send()
                .compose(KeySource::body)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> request.reset());
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
                whole.tryFail(TOO_LONG);
            } else {
                read.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> whole.tryComplete(read));
        return whole.future();
    }

    /** The members of a key set; fails with what it isn't when these bytes are none. */
    static List<JsonObject> keysOf(Buffer published) {
        try {
            if (published.toJsonValue() instanceof JsonObject set
                    && set.getValue("keys") instanceof JsonArray keys
                    && keys.stream().allMatch(JsonObject.class::isInstance)) {
                return keys.stream().map(JsonObject.class::cast).toList();
            }
        } catch (DecodeException e) {
            throw new IllegalStateException("it is not a JSON Web Key Set", e);
        }
        throw new IllegalStateException("it is not a JSON Web Key Set");
    }

    /** Ends what is under way. */
    Future<Void> close() {
        return client.close();
    }
}
