package io.integrator.webhooks.domain;

import java.util.Optional;

/** What subscribers can be sent: the platform's types, which they subscribe to, and the service's own, which they don't. */
public sealed interface SentType permits EventType, ServiceType {

    /** The name in the database and in what subscribers receive. */
    String wireName();

    /** The type with this wire name; empty when there is none. */
    static Optional<SentType> ofWireName(String wireName) {
        return EventType.ofWireName(wireName)
                .<SentType>map(type -> type)
                .or(() -> ServiceType.ofWireName(wireName).map(type -> type));
    }
}
