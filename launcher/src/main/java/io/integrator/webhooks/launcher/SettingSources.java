package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.SettingsException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** Where the texts of settings come from: the environment, and a file, over which the environment wins. */
final class SettingSources {

    private SettingSources() {}

    /** The texts of both, the environment's where both have one. */
    static Map<String, String> of(Map<String, String> environment, Optional<Path> file) {
        Map<String, String> texts = new TreeMap<>();
        file.ifPresent(path -> texts.putAll(read(path)));
        texts.putAll(ours(environment));
        return texts;
    }

    /** What in an environment is meant for us. */
    static Map<String, String> ours(Map<String, String> environment) {
        Map<String, String> texts = new TreeMap<>(environment);
        texts.keySet().removeIf(name -> !name.startsWith(Setting.PREFIX));
        return texts;
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new CommandException("the file " + file + " given with --config does not exist", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandException("the file " + file + " given with --config can't be read: " + e.getMessage(), e);
        }
        List<String> strangers = properties.stringPropertyNames().stream()
                .filter(name -> !name.startsWith(Setting.PREFIX))
                .sorted()
                .map(name -> name + " in " + file + " is not a setting; 'serve --help' lists them")
                .toList();
        if (!strangers.isEmpty()) {
            throw new SettingsException(strangers);
        }
        Map<String, String> texts = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
        return texts;
    }
}
