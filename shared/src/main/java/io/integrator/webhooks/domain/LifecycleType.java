package io.integrator.webhooks.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the platform is told of a webhook. A closed set, fit for a metric's label. */
public enum LifecycleType {
    REGISTERED("webhook.registered"),
    /** Its url or its list of events is another. */
    UPDATED("webhook.updated"),
    DELETED("webhook.deleted"),
    /** Half of what disables it has come to pass ({@code policy.md}: warnings). */
    FAILING("webhook.failing"),
    /** It has a day left, if it goes on like this ({@code policy.md}: warnings). */
    DISABLING_SOON("webhook.disabling-soon"),
    /** Nothing is posted to it any more; the data has the reason. */
    DISABLED("webhook.disabled"),
    ENABLED("webhook.enabled");

    private static final Map<String, LifecycleType> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(LifecycleType::wireName, Function.identity()));

    private final String wireName;

    LifecycleType(String wireName) {
        this.wireName = wireName;
    }

    /** The name in CloudEvents, in the database and in metrics, such as {@code webhook.disabled}. */
    public String wireName() {
        return wireName;
    }

    /** The type with this wire name; empty when there is none. */
    public static Optional<LifecycleType> ofWireName(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }

    /** Every wire name. */
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(LifecycleType::wireName).toList();
    }
}
