package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.SettingArea;
import io.integrator.webhooks.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** What {@code serve --help} says about each setting. */
final class SettingsReference {

    private static final int WIDTH = 78;
    private static final String INDENT = "      ";

    private SettingsReference() {}

    /** Lines for picocli, in which a percent sign is written twice. */
    static String[] lines() {
        List<String> lines = new ArrayList<>(List.of(
                "",
                "Settings, in the environment or in the file given with --config, over which",
                "the environment wins. One that is unknown or malformed stops the start. The",
                "role api needs no WEBHOOKS_KAFKA_…, the role delivery no WEBHOOKS_AUTH_….",
                ""));
        for (SettingArea area : Settings.areas()) {
            lines.add(area.title() + ":");
            for (Setting<?> setting : area.settings()) {
                lines.add("  " + setting.name());
                lines.addAll(wrapped(setting.description()));
                lines.addAll(wrapped(setting.type().form() + "; " + standing(setting)));
            }
            lines.add("");
        }
        return lines.stream().map(line -> line.replace("%", "%%")).toArray(String[]::new);
    }

    private static String standing(Setting<?> setting) {
        return setting.defaultText()
                .map(text -> text.isEmpty() ? "default: none" : "default: " + text)
                .orElse("required");
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(INDENT);
        for (String word : text.split(" ", -1)) {
            if (line.length() > INDENT.length() && line.length() + word.length() >= WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(INDENT);
            }
            line.append(line.length() > INDENT.length() ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
