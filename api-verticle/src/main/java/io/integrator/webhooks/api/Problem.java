package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An error as the API tells it (RFC 9457), but for its {@code instance}, which each answer gets of its own.
 *
 * @param status  the HTTP status code
 * @param detail  what went wrong, for people; tells nothing internal
 * @param members what this kind of problem says besides
 * @param headers what goes into the answer's head
 */
record Problem(int status, String detail, JsonObject members, Map<String, String> headers) {

    /** The media type of problems. */
    static final String MEDIA_TYPE = "application/problem+json";

    /** The most faults that one answer lists. */
    static final int MAXIMUM_FAULTS = 100;

    Problem {
        requireNonNull(detail, "detail");
        requireNonNull(members, "members");
        headers = Map.copyOf(headers);
    }

    private static Problem of(int status, String detail) {
        return new Problem(status, detail, new JsonObject(), Map.of());
    }

    /** 400, with at least one fault; those over {@link #MAXIMUM_FAULTS} are counted and not listed. */
    static Problem badRequest(List<Fault> faults) {
        JsonArray errors = new JsonArray();
        faults.stream()
                .limit(MAXIMUM_FAULTS)
                .map(fault -> new JsonObject().put("pointer", fault.pointer()).put("detail", fault.detail()))
                .forEach(errors::add);
        String detail =
                faults.size() == 1 ? "The request has a fault." : "The request has " + faults.size() + " faults.";
        return new Problem(400, detail, new JsonObject().put("errors", errors), Map.of());
    }

    /** 404 for a resource that isn't there, or isn't the caller's to know of. */
    static Problem notFound(String resourceType, String resourceId) {
        JsonObject members = new JsonObject().put("resourceType", resourceType).put("resourceId", resourceId);
        return new Problem(404, "There is no such " + resourceType + ".", members, Map.of());
    }

    /** 405, with the methods that there are. */
    static Problem methodNotAllowed(List<String> methods) {
        String allow = String.join(", ", methods);
        return new Problem(
                405, "The methods of this path are: " + allow + ".", new JsonObject(), Map.of("Allow", allow));
    }

    /** 409, what was asked for contradicts what there is. */
    static Problem conflict(String detail) {
        return of(409, detail);
    }

    /** 412, the resource isn't as {@code If-Match} has it. */
    static Problem preconditionFailed() {
        return of(412, "It has been changed since; read it again and see whether the change is still wanted.");
    }

    /** 413, with the number of bytes that would have been taken. */
    static Problem contentTooLarge(long limit) {
        return of(413, "The body must not have more than " + limit + " bytes.");
    }

    /** 415. */
    static Problem unsupportedMediaType() {
        return of(415, "The Content-Type must be application/json, in UTF-8 and without a Content-Encoding.");
    }

    /** 422, well-formed but contrary to what was asked before. */
    static Problem unprocessableContent(String detail) {
        return of(422, detail);
    }

    /** 429, to be asked again in so many seconds. */
    static Problem tooManyRequests(String detail, long retryAfter) {
        return new Problem(
                429,
                detail + "; ask again in " + retryAfter + " s.",
                new JsonObject(),
                Map.of("Retry-After", Long.toString(retryAfter)));
    }

    /** 500, whose reason is in the log and nowhere else. */
    static Problem internalServerError() {
        return of(500, "The service failed to answer; the instance finds the reason in its log.");
    }

    /** 503, what was asked for could be had later. */
    static Problem serviceUnavailable(String detail, Duration retryAfter) {
        return new Problem(503, detail, new JsonObject(), Map.of("Retry-After", Long.toString(retryAfter.toSeconds())));
    }

    /** What HTTP itself refuses, before there is an operation: 414, 417, 431 and 505. */
    static Problem ofStatus(int status) {
        return of(status, "The request can't be taken as it is: " + title(status) + ".");
    }

    /** 503, to be asked again in so many seconds. */
    static Problem serviceUnavailable(String detail, long retryAfter) {
        return new Problem(503, detail, new JsonObject(), Map.of("Retry-After", Long.toString(retryAfter)));
    }

    /** The document that is sent. */
    JsonObject toJson(String instance) {
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", title(status))
                .put("status", status)
                .put("detail", detail)
                .put("instance", instance)
                .mergeIn(members);
    }

    private static String title(int status) {
        return switch (status) {
            // By RFC 9110; Netty has the names of its predecessors.
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Content";
            default -> HttpResponseStatus.valueOf(status).reasonPhrase();
        };
    }
}
