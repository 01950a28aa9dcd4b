package io.integrator.webhooks.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types of domain event that a webhook can subscribe to, in the order in which the contract lists them. */
public enum EventType implements SentType {
    ACCOUNT_CREATED("account.created"),
    ACCOUNT_UPDATED("account.updated"),
    ACCOUNT_DELETED("account.deleted"),
    PAYMENT_CREATED("payment.created"),
    PAYMENT_UPDATED("payment.updated"),
    PAYMENT_COMPLETED("payment.completed"),
    PAYMENT_REFUNDED("payment.refunded"),
    VERIFICATION_STATUS_UPDATED("verification.status.updated"),
    CAPABILITIES_UPDATED("capabilities.updated");

    private static final Map<String, EventType> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::wireName, Function.identity()));

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    /** The name in the API, in CloudEvents and in what subscribers receive, such as {@code payment.completed}. */
    @Override
    public String wireName() {
        return wireName;
    }

    /** The type with this wire name; empty when there is none. */
    public static Optional<EventType> ofWireName(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }

    /** Every wire name, in the contract's order. */
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(EventType::wireName).toList();
    }
}
