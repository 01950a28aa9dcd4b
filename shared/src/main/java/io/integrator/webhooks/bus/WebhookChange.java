package io.integrator.webhooks.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * News that what workers know of an integrator is no longer so.
 *
 * @param integratorId whose
 * @param webhookId    which webhook changed; empty when the integrator itself became known
 * @param resubscribed whether the webhook is new or its list of events changed, so that what was routed in ignorance of it
 *                     has to be made good
 * @param changedAt    by the database's clock: events recorded from then on belong to the changed webhook
 */
public record WebhookChange(String integratorId, Optional<UUID> webhookId, boolean resubscribed, Instant changedAt) {

    public WebhookChange {
        requireNonNull(integratorId, "integratorId");
        requireNonNull(webhookId, "webhookId");
        requireNonNull(changedAt, "changedAt");
    }

    /** Reads what the schema's trigger notifies: {@code {"integratorId", "webhookId", "resubscribed", "changedAt"}}. */
    public static WebhookChange fromJson(JsonObject json) {
        return new WebhookChange(
                json.getString("integratorId"),
                Optional.ofNullable(json.getString("webhookId")).map(UUID::fromString),
                json.getBoolean("resubscribed"),
                Instant.parse(json.getString("changedAt")));
    }
}
