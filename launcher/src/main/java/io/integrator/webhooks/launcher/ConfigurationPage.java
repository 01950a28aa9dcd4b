package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.SettingArea;
import io.integrator.webhooks.settings.Settings;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code docs/configuration.md}: what there is to be set, told by the settings themselves. */
final class ConfigurationPage {

    /** What prints the page anew. */
    static final String RENEWAL = "./webhooks configuration > docs/configuration.md";

    private static final String INTRODUCTION = """
            # Configuration

            <!-- Not to be edited: `%s` prints it from the settings in the code. -->

            `./webhooks serve` takes its settings from the environment, and from the file that `--config` names (`NAME=VALUE` lines of a Java
            properties file in UTF-8), over which the environment wins; `./webhooks dev` takes them from `--set NAME=VALUE`. They are read once, at
            the start. What is missing, malformed or unknown stops it, every fault told at once with the form that is accepted.

            A process needs what is *required* for its role, and no more; what is given beyond that has to be well-formed. A *secret* is neither
            logged nor answered, and no fault shows it. `./webhooks serve --help` lists the same for the version at hand.
            """;

    private static final String HEADER = """
            | setting | meaning | form | default | role |
            | --- | --- | --- | --- | --- |
            """;

    private static final Pattern NAME = Pattern.compile("\\b" + Setting.PREFIX + "[A-Z0-9_]+");

    private final Map<Role, Set<Setting<?>>> readBy = new EnumMap<>(Role.class);

    private ConfigurationPage() {
        Arrays.stream(Role.values()).forEach(role -> readBy.put(role, ServiceSettings.readBy(role)));
    }

    /** The whole page. */
    static String text() {
        ConfigurationPage page = new ConfigurationPage();
        return INTRODUCTION.formatted(RENEWAL)
                + Settings.areas().stream().map(page::section).collect(Collectors.joining());
    }

    private String section(SettingArea area) {
        return "\n## " + area.title() + "\n\n" + area.text() + "\n" + HEADER
                + area.settings().stream().map(this::row).collect(Collectors.joining());
    }

    private String row(Setting<?> setting) {
        return List.of(
                        "`" + setting.name() + "`",
                        withNamesAsCode(setting.description()),
                        withNamesAsCode(setting.type().form()),
                        standing(setting),
                        roles(setting))
                .stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String standing(Setting<?> setting) {
        String standing = setting.defaultText()
                .map(text -> text.isEmpty() ? "none" : "`" + text + "`")
                .orElse("*required*");
        return setting.secret() ? standing + ", *secret*" : standing;
    }

    private String roles(Setting<?> setting) {
        List<String> roles = readBy.entrySet().stream()
                .filter(entry -> entry.getValue().contains(setting))
                .map(entry -> entry.getKey().toString())
                .toList();
        return roles.size() == Role.values().length ? "any" : String.join(", ", roles);
    }

    private static String withNamesAsCode(String text) {
        return NAME.matcher(text).replaceAll("`$0`");
    }
}
