package io.integrator.webhooks.bus;

import static java.util.Objects.requireNonNull;

import io.integrator.webhooks.domain.LifecycleNews;
import java.time.Instant;
import java.util.UUID;

/**
 * News of a webhook, recorded for the platform.
 *
 * @param id         the same here and on Kafka, however often it is sent there
 * @param occurredAt by the database's clock; of one webhook, later news never has an earlier time
 */
public record LifecycleEvent(UUID id, Instant occurredAt, LifecycleNews news) {

    public LifecycleEvent {
        requireNonNull(id, "id");
        requireNonNull(occurredAt, "occurredAt");
        requireNonNull(news, "news");
    }
}
