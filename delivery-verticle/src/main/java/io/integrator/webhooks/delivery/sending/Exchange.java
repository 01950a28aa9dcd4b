package io.integrator.webhooks.delivery.sending;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.settings.SendSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/**
 * One request and its response under one deadline. The first thing that happens decides: an outcome, a failure, the time
 * to connect, or the deadline; whatever is still on the wire then is cut off.
 */
final class Exchange {

    private static final int READ_AT_MOST = 16 * 1024;
    private static final int KEEP_AT_MOST = 1024;

    private final Promise<Outcome> outcome = Promise.promise();
    private final Vertx vertx;
    private final SendSettings settings;
    private final Buffer body;
    private final Buffer kept = Buffer.buffer();
    private long connectTimer;
    private HttpClientRequest request;
    private boolean reused;
    private boolean answered;
    private boolean ended;
    private int read;

    Exchange(Vertx vertx, SendSettings settings, Buffer body) {
        this.vertx = vertx;
        this.settings = settings;
        this.body = body;
    }

    /** Sends the request once there is one; the outcome may be a failed future, whose cause tells why nothing came. */
    Future<Outcome> run(Future<HttpClientRequest> connected) {
        long deadlineTimer = vertx.setTimer(
                Math.max(1, settings.deadline().toMillis()),
                expired -> finish(timeout(
                        "no whole response within " + settings.deadline().toMillis() + " ms")));
        connectTimer = vertx.setTimer(
                Math.max(1, settings.connectTimeout().toMillis()),
                expired -> finish(timeout(
                        "not connected within " + settings.connectTimeout().toMillis() + " ms")));
        connected.onSuccess(this::send).onFailure(outcome::tryFail);
        return outcome.future().onComplete(done -> {
            vertx.cancelTimer(deadlineTimer);
            vertx.cancelTimer(connectTimer);
        });
    }

    boolean isOver() {
        return outcome.future().isComplete();
    }

    /** Whether the connection has carried a request before: then it may have been closed while it was idle. */
    void reused(boolean hasServed) {
        reused = hasServed;
    }

    private void send(HttpClientRequest connected) {
        request = connected;
        if (isOver()) {
            cutOff();
            return;
        }
        vertx.cancelTimer(connectTimer);
        request.exceptionHandler(this::fail);
        request.send(body).onSuccess(this::receive).onFailure(this::fail);
    }

    private void receive(HttpClientResponse response) {
        answered = true;
        if (isOver()) {
            cutOff();
            return;
        }
        response.exceptionHandler(this::fail);
        response.handler(chunk -> take(response, chunk));
        response.endHandler(end -> {
            ended = true;
            finish(answer(response));
        });
    }

    private void take(HttpClientResponse response, Buffer chunk) {
        if (kept.length() < KEEP_AT_MOST) {
            kept.appendBuffer(chunk, 0, Math.min(chunk.length(), KEEP_AT_MOST - kept.length()));
        }
        read += chunk.length();
        if (read > READ_AT_MOST) {
            finish(answer(response));
        }
    }

    private Outcome answer(HttpClientResponse response) {
        return new Outcome.Answered(
                response.statusCode(), Optional.ofNullable(response.getHeader(HttpHeaders.RETRY_AFTER)), text());
    }

    /** What Postgres takes for text: neither malformed nor with a NUL. */
    private String text() {
        return kept.toString(UTF_8).replace('\0', '\uFFFD');
    }

    private static Outcome timeout(String detail) {
        return new Outcome.Unanswered(OutcomeCode.TIMEOUT, detail, true);
    }

    private void fail(Throwable failure) {
        if (reused && !answered && Faults.isClosedConnection(failure)) {
            finish(new Outcome.Unanswered(
                    OutcomeCode.RESET, "the kept-alive connection was closed between two requests", false));
        } else if (outcome.tryFail(failure)) {
            cutOff();
        }
    }

    private void finish(Outcome result) {
        if (outcome.tryComplete(result)) {
            cutOff();
        }
    }

    /** Never touches a request that has ended: its connection may be another's by now. */
    private void cutOff() {
        if (request != null && !ended) {
            ended = true;
            request.reset();
        }
    }
}
