package io.integrator.webhooks.api;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Webhook;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** A webhook as the contract writes it, and its fields as requests give them. */
final class WebhookJson {

    private WebhookJson() {}

    /** Exactly the five published fields, in their published order. */
    static JsonObject of(Webhook webhook) {
        return new JsonObject()
                .put("id", webhook.id().toString())
                .put(
                        "events",
                        new JsonArray(webhook.events().stream()
                                .map(EventType::wireName)
                                .toList()))
                .put("url", webhook.url())
                .put("failureCount", webhook.failureCount())
                .put("disabled", webhook.disabled());
    }

    /** {@code events} of a request that the contract admits: without repeats, in the order given; empty when not given. */
    static Optional<List<EventType>> events(JsonObject request) {
        return Optional.ofNullable(request.getJsonArray("events"))
                .map(names -> names.stream()
                        .map(name -> EventType.ofWireName((String) name).orElseThrow())
                        .distinct()
                        .toList());
    }
}
