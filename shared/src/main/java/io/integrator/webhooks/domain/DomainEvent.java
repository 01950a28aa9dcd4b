package io.integrator.webhooks.domain;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened on the platform, or a test of a webhook, as it is recorded and sent.
 *
 * @param key          our own identifier, a UUIDv7 of the instant at which the record was first handled: it orders the
 *                     events of an integrator and names the day partition
 * @param integratorId whose event it is
 * @param id           the producer's identifier, unique per integrator; sent as {@code webhook-id}
 * @param type         what happened
 * @param occurredAt   when, by the producer
 * @param body         the payload that subscribers receive, serialised once; never modified
 * @param trace        what its deliveries go on from; empty when it wasn't traced
 */
public record DomainEvent(
        UUID key,
        String integratorId,
        String id,
        SentType type,
        Instant occurredAt,
        Buffer body,
        Optional<TraceContext> trace) {

    public DomainEvent {
        requireNonNull(key, "key");
        requireNonNull(integratorId, "integratorId");
        requireNonNull(id, "id");
        requireNonNull(type, "type");
        requireNonNull(occurredAt, "occurredAt");
        requireNonNull(body, "body");
        requireNonNull(trace, "trace");
    }

    /** One that isn't traced. */
    public DomainEvent(UUID key, String integratorId, String id, SentType type, Instant occurredAt, Buffer body) {
        this(key, integratorId, id, type, occurredAt, body, Optional.empty());
    }

    /** The same event, its deliveries going on from there. */
    public DomainEvent traced(TraceContext context) {
        return new DomainEvent(key, integratorId, id, type, occurredAt, body, Optional.of(context));
    }

    /** Without the payload. */
    @Override
    public String toString() {
        return "DomainEvent[key=" + key + ", integratorId=" + integratorId + ", id=" + id + ", type=" + type
                + ", bytes=" + body.length() + "]";
    }
}
