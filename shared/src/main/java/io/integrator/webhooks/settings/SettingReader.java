package io.integrator.webhooks.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads settings out of texts and remembers every fault, so that a start that fails tells them all at once. */
public final class SettingReader {

    private final Map<String, String> texts;
    private final List<String> faults = new ArrayList<>();
    private final Set<Setting<?>> asked = new LinkedHashSet<>();

    /** @param texts names and texts; names that don't start with {@code WEBHOOKS_} are none of ours */
    public SettingReader(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    /** The value, or null when it is missing or malformed; {@link #requireNoFaults} then throws. */
    public <T> T read(Setting<T> setting) {
        asked.add(setting);
        String text = texts.getOrDefault(setting.name(), setting.defaultText().orElse(null));
        if (text == null) {
            faults.add("%s is not set: %s; give %s"
                    .formatted(
                            setting.name(),
                            setting.description(),
                            setting.type().form()));
            return null;
        }
        try {
            return setting.type().parser().apply(text.trim());
        } catch (IllegalArgumentException e) {
            faults.add("%s is %s, which isn't accepted; give %s"
                    .formatted(
                            setting.name(),
                            setting.secret() ? "malformed" : "'" + text + "'",
                            setting.type().form()));
            return null;
        }
    }

    /** As {@link #read}, for a component that can't be null: {@code substitute} stands in where there is a fault. */
    <T> T readOr(Setting<T> setting, T substitute) {
        T value = read(setting);
        return value == null ? substitute : value;
    }

    /** What was read so far, given or not. */
    public Set<Setting<?>> asked() {
        return Set.copyOf(asked);
    }

    /** Adds a fault that a single value can't show, such as two settings that contradict each other. */
    public void fault(String fault) {
        faults.add(fault);
    }

    /**
     * To be called once everything has been read.
     *
     * @throws SettingsException with every fault, names that no setting has included
     */
    public void requireNoFaults() {
        List<String> known = Settings.all().stream().map(Setting::name).toList();
        texts.keySet().stream()
                .filter(name -> name.startsWith(Setting.PREFIX) && !known.contains(name))
                .sorted(Comparator.naturalOrder())
                .map(name -> name + " is not a setting; 'serve --help' lists them")
                .forEach(faults::add);
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
    }
}
