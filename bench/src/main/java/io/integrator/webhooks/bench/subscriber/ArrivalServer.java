package io.integrator.webhooks.bench.subscriber;

import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.EpochMicros;
import io.integrator.webhooks.bench.load.EventId;
import io.integrator.webhooks.bench.load.Group;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The subscriber of every webhook. {@code /GROUP/ANSWER} takes a delivery, as does {@code /GROUP/ANSWER/NUMBER} for
 * one of several webhooks that have the same events; {@code /control/…} is for the benchmark. One
 * instance, so that everything is of one event loop.
 */
final class ArrivalServer extends VerticleBase {

    static final String BEGIN = "/control/begin/";
    static final String RELEASE = "/control/release";
    static final String ARRIVED = "/control/arrived/";
    static final String TALLIES = "/control/tallies";

    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private final Arrivals arrivals = new Arrivals();
    private final Set<HttpServerResponse> unanswered = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean released;
    private int port;

    @Override
    public Future<?> start() {
        return vertx.createHttpServer()
                .requestHandler(request -> request.end().onSuccess(whole -> take(request)))
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .onSuccess(chosen -> port = chosen);
    }

    /** Where it listens, once it is deployed. */
    int port() {
        return port;
    }

    private void take(HttpServerRequest request) {
        String path = request.path();
        if (path.startsWith(BEGIN)) {
            arrivals.begin(path.substring(BEGIN.length()));
            released = false;
            request.response().setStatusCode(NO_CONTENT).end();
        } else if (path.equals(RELEASE)) {
            release();
            request.response().setStatusCode(NO_CONTENT).end();
        } else if (path.startsWith(ARRIVED)) {
            long arrived = arrivals.arrived(Group.ofPath(path.substring(ARRIVED.length())));
            request.response().end(Long.toString(arrived));
        } else if (path.equals(TALLIES)) {
            request.response().end(arrivals.tallies(unanswered.size()).toJson().toBuffer());
        } else {
            takeDelivery(request, path);
        }
    }

    private void takeDelivery(HttpServerRequest request, String path) {
        long now = EpochMicros.now();
        String[] parts = path.split("/", -1);
        if (parts.length < 3) {
            request.response().setStatusCode(NOT_FOUND).end();
            return;
        }
        Optional<EventId> id =
                Optional.ofNullable(request.getHeader("webhook-id")).flatMap(EventId::of);
        int webhook = parts.length > 3 ? Integer.parseInt(parts[3]) : 0;
        arrivals.arrived(Group.ofPath(parts[1]), webhook, id, now);
        answer(request.response(), Answer.ofPath(parts[2]));
    }

    private void answer(HttpServerResponse response, Answer answer) {
        boolean atOnce = released || answer.equals(Answer.AT_ONCE);
        if (atOnce) {
            response.setStatusCode(NO_CONTENT).end();
            return;
        }
        unanswered.add(response);
        response.closeHandler(closed -> unanswered.remove(response));
        answer.after().map(Duration::toMillis).ifPresent(wait -> vertx.setTimer(wait, due -> end(response)));
    }

    /** From now on, and until the next phase begins, everything is answered at once. */
    private void release() {
        released = true;
        List.copyOf(unanswered).forEach(this::end);
    }

    private void end(HttpServerResponse response) {
        if (unanswered.remove(response)) {
            response.setStatusCode(NO_CONTENT).end();
        }
    }
}
