package io.integrator.webhooks.api;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.List;

/**
 * Tells browsers whose pages may call the API (CORS, as the Fetch standard has it). Pages of other origins are told nothing,
 * which is a refusal. The library's handler answers those with a 403 instead, which would also meet callers that are no browser
 * and happen to send an Origin. Tokens travel in a field that pages set themselves: no cookies, so no credentials.
 */
final class CrossOrigin implements PlatformHandler {

    private static final String EVERYONE = "*";
    private static final String REMEMBER_SECONDS = "3600";
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";

    /** What an operation may be asked with. */
    private static final String REQUEST_FIELDS =
            "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, traceparent, tracestate";

    /** What a page's own code is to see of an answer's head, besides what it always sees. */
    private static final String ANSWER_FIELDS =
            "Allow, ETag, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset," + " Retry-After, WWW-Authenticate";

    private final List<String> origins;
    private final boolean everyone;

    /** @param origins as browsers send them, or {@code *} for all */
    CrossOrigin(List<String> origins) {
        this.origins = List.copyOf(origins);
        this.everyone = origins.contains(EVERYONE);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        MultiMap head = context.response().headers();
        if (!origins.isEmpty() && !everyone) {
            // Or a cache would give one page what was answered to another.
            head.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
        if (!isGranted(request.getHeader(HttpHeaders.ORIGIN))) {
            context.next();
            return;
        }
        head.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, everyone ? EVERYONE : request.getHeader(HttpHeaders.ORIGIN));
        if (isPreflight(request)) {
            head.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_FIELDS)
                    .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, REMEMBER_SECONDS);
        } else {
            head.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, ANSWER_FIELDS);
        }
        context.next();
    }

    private boolean isGranted(String origin) {
        return origin != null && (everyone || origins.contains(origin));
    }

    /** It is answered as any OPTIONS is. */
    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
