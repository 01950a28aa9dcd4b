package io.integrator.webhooks.delivery.sending;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Blame;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.settings.SendSettings;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One request and its response under one deadline. The first thing that happens decides: an outcome, a failure, the time
 * to connect, or the deadline; whatever is still on the wire then is cut off.
 */
final class Exchange {

    private static final int READ_AT_MOST = 16 * 1024;
    private static final int KEEP_AT_MOST = 1024;

    /** A status code has three digits (RFC 9112, 4); what parses the line takes others too. */
    private static final int LEAST_STATUS = 100;

    private static final int GREATEST_STATUS = 999;

    /** Interim responses (100, 103) that are waited through; nobody has a use for more. */
    private static final int INTERIM_AT_MOST = 16;

    private final Promise<Outcome> outcome = Promise.promise();
    private final SendSettings settings;
    private final Deadlines deadlines;
    private final Deadlines connectDeadlines;
    private final Connections connections;
    private final Buffer body;
    private final Buffer kept = Buffer.buffer();
    private Deadlines.Running connecting;
    private HttpClientRequest request;
    private boolean hasServed;
    private boolean answered;
    private boolean ended;
    private int interim;
    private int read;

    Exchange(
            SendSettings settings,
            Deadlines deadlines,
            Deadlines connectDeadlines,
            Connections connections,
            Buffer body) {
        this.settings = settings;
        this.deadlines = deadlines;
        this.connectDeadlines = connectDeadlines;
        this.connections = connections;
        this.body = body;
    }

    /** Sends the request once there is one; the outcome may be a failed future, whose cause tells why nothing came. */
    Future<Outcome> run(Future<HttpClientRequest> connected) {
        Deadlines.Running running = deadlines.begin(
                () -> expire("no whole response within " + settings.deadline().toMillis() + " ms"));
        connecting = connectDeadlines.begin(
                () -> expire("not connected within " + settings.connectTimeout().toMillis() + " ms"));
        connected.onSuccess(this::send).onFailure(outcome::tryFail);
        return outcome.future().onComplete(done -> {
            deadlines.over(running);
            connectDeadlines.over(connecting);
        });
    }

    boolean isOver() {
        return outcome.future().isComplete();
    }

    private void send(HttpClientRequest connected) {
        request = connected;
        request.exceptionHandler(this::fail);
        if (isOver()) {
            cutOff();
            return;
        }
        connectDeadlines.over(connecting);
        HttpConnection connection = request.connection();
        hasServed = connections.taken(connection);
        outcome.future().onComplete(done -> connections.released(connection, answered));
        request.continueHandler(interim -> takeInterim());
        request.earlyHintsHandler(hints -> takeInterim());
        request.send(body).onSuccess(this::receive).onFailure(this::fail);
    }

    private void takeInterim() {
        interim++;
        if (interim > INTERIM_AT_MOST) {
            finish(new Outcome.Unanswered(
                    OutcomeCode.RESET, "more than " + INTERIM_AT_MOST + " interim responses", Blame.SUBSCRIBER));
        }
    }

    private void receive(HttpClientResponse response) {
        answered = true;
        if (isOver()) {
            cutOff();
            return;
        }
        if (response.statusCode() < LEAST_STATUS || response.statusCode() > GREATEST_STATUS) {
            finish(Faults.noHttp());
            return;
        }
        if (response.statusCode() < HttpResponseStatus.OK.code()) {
            // Not to be waited through, as 100 and 103 are: what comes next over this connection would be anybody's.
            finish(answer(response));
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

    private void expire(String detail) {
        boolean silent = request != null && !answered && request.version() == HttpVersion.HTTP_2;
        finish(new Outcome.Unanswered(OutcomeCode.TIMEOUT, detail, Blame.SUBSCRIBER));
        if (silent) {
            // Cutting off a stream leaves its connection, which may be dead: nothing new is to go over it.
            request.connection().shutdown(settings.deadline().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void fail(Throwable failure) {
        if (!answered && Faults.mayBeUnseen(failure, hasServed)) {
            finish(Faults.unseen());
        } else if (failure instanceof IllegalStateException) {
            // Vert.x's word for an answer in a version that isn't spoken here; the request is on its way by now.
            finish(Faults.noHttp());
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
