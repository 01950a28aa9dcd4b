package io.integrator.webhooks.delivery;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A subscriber's answer that waits until the test gives it. Used by the subscriber's event loop and the test's thread. */
final class HeldAnswers implements TestSubscriber.Answer {

    private final Map<String, List<HttpServerRequest>> held = new LinkedHashMap<>();

    @Override
    public synchronized void to(HttpServerRequest request, int count) {
        held.computeIfAbsent(request.getHeader("webhook-id"), id -> new ArrayList<>())
                .add(request);
    }

    /** How often an event has been posted. */
    synchronized int posts(String id) {
        return held.getOrDefault(id, List.of()).size();
    }

    /** Answers what each event's first request asked. */
    synchronized void answerFirsts() {
        held.values().forEach(requests -> answer(requests.get(0)));
    }

    synchronized void answerAll() {
        held.values().forEach(requests -> requests.forEach(HeldAnswers::answer));
    }

    private static void answer(HttpServerRequest request) {
        if (!request.response().ended()) {
            request.response().end();
        }
    }
}
