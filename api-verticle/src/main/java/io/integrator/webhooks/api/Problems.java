package io.integrator.webhooks.api;

import io.integrator.webhooks.http.BoundedServer;
import io.integrator.webhooks.http.SecurityFields;
import io.integrator.webhooks.http.UnsupportedVersionException;
import io.integrator.webhooks.store.DatabaseAbsence;
import io.integrator.webhooks.tracing.TracedLine;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Answers whatever fails, on every path, with a problem document, and logs it under the same {@code instance}. */
final class Problems implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    /** What the body handler fails with when the connection breaks while it reads. */
    private static final int CLIENT_IS_GONE = 200;

    private static final long RETRY_AFTER_SECONDS = 2;

    private static final Problem SURPLUS = Problem.serviceUnavailable(
            "The service has as many connections as it takes at once; try again later.", RETRY_AFTER_SECONDS);

    private static final List<Integer> STATUSES =
            List.of(400, 401, 403, 404, 405, 406, 409, 412, 413, 414, 415, 417, 422, 429, 431, 500, 501, 503);

    private final Contract contract;
    private final long bodyLimit;

    Problems(Contract contract, long bodyLimit) {
        this.contract = contract;
        this.bodyLimit = bodyLimit;
    }

    /** Takes over from the router's own answers, which are in HTML or empty. */
    void installIn(Router router) {
        STATUSES.forEach(status -> router.errorHandler(status, this));
        router.errorHandler(CLIENT_IS_GONE, Problems::leave);
    }

    /** Nobody is there to be answered, and nobody needs to read of each client that leaves or is cut off. */
    private static void leave(RoutingContext context) {
        LOG.atDebug().setCause(context.failure()).log("A client was gone before its request had come");
        context.request().connection().close();
    }

    @Override
    public void handle(RoutingContext context) {
        Problem problem = problemOf(context);
        String instance = newInstance();
        log(context, problem, instance);
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        if (hasUnreadBody(context.request())) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            BoundedServer.endAfter(context.request());
        }
        send(context.request(), problem, instance);
    }

    /** For requests that HTTP itself can't take, such as one whose head is too long. They never reach the router. */
    static void answerInvalid(HttpServerRequest request) {
        Problem problem = problemOf(request.decoderResult().cause());
        String instance = newInstance();
        LOG.atDebug()
                .addKeyValue("instance", instance)
                .addKeyValue("status", problem.status())
                .log("Refused a request that is no HTTP");
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        send(request, problem, instance);
        request.connection().close();
    }

    /** For requests on a connection that is one too many. */
    static void answerSurplus(HttpServerRequest request) {
        String instance = newInstance();
        LOG.atDebug()
                .addKeyValue("instance", instance)
                .addKeyValue("status", SURPLUS.status())
                .log("Refused a request on a connection that is one too many");
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        send(request, SURPLUS, instance);
    }

    /** What an answer and the line about it are known by. */
    private static String newInstance() {
        return "urn:uuid:" + UUID.randomUUID();
    }

    private static Problem problemOf(Throwable refusal) {
        if (refusal instanceof TooLongHttpLineException) {
            return Problem.ofStatus(414);
        }
        if (refusal instanceof UnsupportedVersionException) {
            return Problem.ofStatus(505);
        }
        return refusal instanceof TooLongHttpHeaderException
                ? Problem.ofStatus(431)
                : Problem.badRequest(List.of(new Fault("header", "is not well-formed")));
    }

    private Problem problemOf(RoutingContext context) {
        if (context.failure() instanceof ProblemException answer) {
            return answer.problem();
        }
        if (!isDecodable(context.request().path())) {
            return Problem.badRequest(List.of(new Fault("path", "is not well-formed")));
        }
        if (DatabaseAbsence.isCauseOf(context.failure())) {
            return Problem.serviceUnavailable(
                    "The service can't reach its database in time; try again later.", RETRY_AFTER_SECONDS);
        }
        return switch (context.statusCode()) {
            case 400 -> Problem.badRequest(List.of(faultOfHttp(context.request())));
            case 404 -> Problem.notFound("path", context.request().path());
            case 405 ->
                Problem.methodNotAllowed(contract.methodsOf(context.request().path()));
            case 413 -> Problem.contentTooLarge(bodyLimit);
            case 414, 417, 431 -> Problem.ofStatus(context.statusCode());
            default -> Problem.internalServerError();
        };
    }

    /** On escapes that are none the router fails as if that were its own fault, and without telling why. */
    private static boolean isDecodable(String path) {
        try {
            return path == null || URLDecoder.decode(path, StandardCharsets.UTF_8) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The router itself fails with 400 for a missing Host, and the body handler for a body that breaks off. */
    private static Fault faultOfHttp(HttpServerRequest request) {
        return request.authority() == null ? new Fault("header/host", "is required") : new Fault("", "can't be read");
    }

    /** Whether bytes that are no request follow on its connection. */
    private static boolean hasUnreadBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean announced =
                request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
        return announced && !request.isEnded();
    }

    private static void send(HttpServerRequest request, Problem problem, String instance) {
        HttpServerResponse response = request.response();
        // Again, for what fails before the router's first handler, or after an operation said how its own answer is
        // kept.
        SecurityFields.putInto(response.headers());
        response.setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        problem.headers().forEach(response::putHeader);
        Buffer body = problem.toJson(instance).toBuffer();
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                    .end();
        } else {
            response.end(body);
        }
    }

    /** An answer that an operation gives of itself is no failure of ours, a 503 for want of room included. */
    private static void log(RoutingContext context, Problem problem, String instance) {
        if (problem.status() < 500 || context.failure() instanceof ProblemException) {
            described(LOG.atDebug(), context, problem, instance).log("Answered with a problem");
        } else if (problem.status() == 503) {
            described(LOG.atWarn(), context, problem, instance)
                    .addKeyValue("reason", context.failure().toString())
                    .log("Had no database to answer a request from");
        } else {
            described(LOG.atError(), context, problem, instance)
                    .setCause(context.failure())
                    .log("Failed to answer a request");
        }
    }

    private static LoggingEventBuilder described(
            LoggingEventBuilder line, RoutingContext context, Problem problem, String instance) {
        LoggingEventBuilder described = TracedLine.of(line, RequestSpans.contextOf(context))
                .addKeyValue("instance", instance)
                .addKeyValue("status", problem.status())
                .addKeyValue("operation", OperationHandler.operationIdOf(context));
        return OperationHandler.integratorIdOf(context)
                .map(integratorId -> described.addKeyValue("integratorId", integratorId))
                .orElse(described);
    }
}
