package io.integrator.webhooks.settings;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A setting: its name in the environment, in a file and after {@code --set}, what it means, and how its text is read.
 *
 * @param defaultText the default in the form that a user would write; empty when the setting is required
 * @param secret      whether its value must never be shown
 */
public record Setting<T>(
        String name, String description, SettingType<T> type, Optional<String> defaultText, boolean secret) {

    /** What every setting's name starts with. */
    public static final String PREFIX = "WEBHOOKS_";

    public Setting {
        requireNonNull(name, "name");
        requireNonNull(description, "description");
        requireNonNull(type, "type");
        requireNonNull(defaultText, "defaultText");
        if (!name.startsWith(PREFIX)) {
            throw new IllegalArgumentException(name + " does not start with " + PREFIX);
        }
    }

    /** A setting with a default. */
    public static <T> Setting<T> of(String name, SettingType<T> type, String defaultText, String description) {
        return new Setting<>(name, description, type, Optional.of(defaultText), false);
    }

    /** A setting that must be given. */
    public static <T> Setting<T> required(String name, SettingType<T> type, String description) {
        return new Setting<>(name, description, type, Optional.empty(), false);
    }

    /** A setting that must be given and whose value is never shown. */
    public static <T> Setting<T> requiredSecret(String name, SettingType<T> type, String description) {
        return new Setting<>(name, description, type, Optional.empty(), true);
    }

    /** A setting that may be given and whose value is never shown. */
    public static <T> Setting<T> optionalSecret(String name, SettingType<T> type, String description) {
        return new Setting<>(name, description, type, Optional.of(""), true);
    }
}
