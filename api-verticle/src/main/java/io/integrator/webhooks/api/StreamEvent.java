package io.integrator.webhooks.api;

import io.integrator.webhooks.domain.Webhook;
import io.integrator.webhooks.store.AttemptLog.Logged;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * Something that a stream tells, as the contract writes it.
 *
 * @param name the kind of event
 */
record StreamEvent(String name, JsonObject data) {

    /** What a stream begins with: how long to wait before coming back when it ends, in milliseconds. */
    static final String PREAMBLE = "retry: 3000\n\n";

    /** An attempt was recorded. */
    static StreamEvent of(Logged attempt) {
        return new StreamEvent(
                "attempt",
                new JsonObject()
                        .put("webhookId", attempt.webhookId().toString())
                        .put("attempt", AttemptJson.of(attempt)));
    }

    /** A webhook is so now. */
    static StreamEvent of(Webhook webhook) {
        return new StreamEvent("webhook", WebhookJson.of(webhook));
    }

    /** A webhook was deleted. */
    static StreamEvent deleted(UUID webhookId) {
        return new StreamEvent("deleted", new JsonObject().put("id", webhookId.toString()));
    }

    /** Attempts were left out. */
    static StreamEvent reset(String reason) {
        return new StreamEvent("reset", new JsonObject().put("reason", reason));
    }

    /**
     * Events as they go over the wire. The position stands in the last of them only: a client that breaks off before has not
     * been told all of them, and comes back with the position before.
     */
    static String text(List<StreamEvent> events, StreamPosition position) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            text.append("event: ").append(events.get(i).name).append('\n');
            if (i == events.size() - 1) {
                text.append("id: ").append(position.text()).append('\n');
            }
            text.append("data: ").append(events.get(i).data.encode()).append("\n\n");
        }
        return text.toString();
    }

    /** Without the data, in which urls may be. */
    @Override
    public String toString() {
        return "StreamEvent[name=" + name + "]";
    }

    /** Shows that the stream is there, and moves the position on, without an event. */
    static String heartbeat(StreamPosition position) {
        return ": heartbeat\nid: " + position.text() + "\n\n";
    }
}
