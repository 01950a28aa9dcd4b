package io.integrator.webhooks.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An integrator that has a few of everything that there is to have. */
final class Tenant {

    /** Of each kind, so that a page of two isn't all of them. */
    private static final int SOME = 4;

    final String integrator;
    final ContractClient client;
    final List<String> webhooks = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final List<String> attempts = new ArrayList<>();

    Tenant(ApiUnderTest api) {
        integrator = api.integrator();
        client = api.client(integrator);
        RecordedHistory history = new RecordedHistory(api, integrator);
        for (int i = 0; i < SOME; i++) {
            webhooks.add(api.register(client));
        }
        for (int i = 0; i < SOME; i++) {
            String event = "evt-" + UUID.randomUUID();
            UUID key = history.event(event, "payment.completed", history.ago(Duration.ofMinutes(10L - i)), "{}");
            events.add(event);
            attempts.add(history.answered(webhook(), key, history.ago(Duration.ofMinutes(5L - i)), 500, "no"));
        }
    }

    /** The one that the attempts were made at. */
    String webhook() {
        return webhooks.get(0);
    }

    /** One of each, as a path's parameters are called. */
    Map<String, String> ids() {
        return Map.of("webhookId", webhook(), "eventId", events.get(0), "attemptId", attempts.get(0));
    }

    /** All that names something of its. */
    List<String> traces() {
        List<String> traces = new ArrayList<>(List.of(integrator));
        traces.addAll(webhooks);
        traces.addAll(events);
        traces.addAll(attempts);
        return traces;
    }

    /** Ids that were never anybody's. */
    static Map<String, String> nobodysIds() {
        return Map.of(
                "webhookId", UUID.randomUUID().toString(),
                "eventId", "evt-" + UUID.randomUUID(),
                "attemptId", UUID.randomUUID().toString());
    }
}
