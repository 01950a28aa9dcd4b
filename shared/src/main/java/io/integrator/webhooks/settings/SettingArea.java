package io.integrator.webhooks.settings;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Settings that are about the same.
 *
 * @param title    what they are about, in a few words
 * @param text     what is to be known of them all, in Markdown, with links as from {@code docs/}
 * @param settings in the order in which they are listed
 */
public record SettingArea(String title, String text, List<Setting<?>> settings) {

    public SettingArea {
        requireNonNull(title, "title");
        requireNonNull(text, "text");
        settings = List.copyOf(settings);
    }
}
