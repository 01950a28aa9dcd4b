package io.integrator.webhooks.domain;

import java.util.Arrays;
import java.util.Optional;

/** The types of what the service itself sends. Nobody subscribes to them, and the platform can't publish them. */
public enum ServiceType implements SentType {
    /** A test that somebody asked for. */
    TEST("webhook.test");

    private final String wireName;

    ServiceType(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    /** The type with this wire name; empty when there is none. */
    static Optional<ServiceType> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }
}
