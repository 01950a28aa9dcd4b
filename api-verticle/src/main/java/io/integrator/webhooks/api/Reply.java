package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * What an operation answers when it succeeds.
 *
 * @param body empty for none
 */
record Reply(int status, Buffer body, Map<String, String> headers) implements Answer {

    private static final String CONTENT_TYPE = "Content-Type";

    Reply {
        requireNonNull(body, "body");
        headers = Map.copyOf(headers);
    }

    /** 200 with a JSON document. */
    static Reply ok(JsonObject body) {
        return ok(body.toBuffer(), "application/json");
    }

    /** 200 with a document that is serialised already. */
    static Reply ok(Buffer body, String mediaType) {
        return new Reply(200, body, Map.of(CONTENT_TYPE, mediaType));
    }

    /** 202 with a JSON document. */
    static Reply accepted(JsonObject body) {
        return new Reply(202, body.toBuffer(), Map.of(CONTENT_TYPE, "application/json"));
    }

    /** 204. */
    static Reply noContent() {
        return new Reply(204, Buffer.buffer(), Map.of());
    }

    /** The same with a field more in its head. */
    Reply with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, body, more);
    }

    /** Without the body, which may be a secret that was asked for. */
    @Override
    public String toString() {
        return "Reply[status=" + status + ", bytes=" + body.length() + "]";
    }

    @Override
    public void writeTo(RoutingContext context) {
        HttpServerResponse response = context.response().setStatusCode(status);
        headers.forEach(response::putHeader);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                    .end();
        } else {
            response.end(body);
        }
    }
}
