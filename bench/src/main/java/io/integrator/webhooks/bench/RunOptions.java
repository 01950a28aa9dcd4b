package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.environment.ServiceOptions;
import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.SettingReader;
import io.integrator.webhooks.settings.Settings;
import io.integrator.webhooks.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How often, on what and how to tell: the options that every benchmark has. */
final class RunOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "How often the work and its yardstick are measured by turns, after a warm-up (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "2",
            description = "Rounds before those, which count for nothing (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the service, such as WEBHOOKS_SEND_DEADLINE=5s. May be repeated.")
    private Map<String, String> set = new TreeMap<>();

    @Option(
            names = "--java",
            paramLabel = "OPTION",
            description = "An option of the service's JVM, such as -Xmx256m. May be repeated.")
    private List<String> java = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    int rounds() {
        return rounds;
    }

    int warmUp() {
        return warmUp;
    }

    /** How the service is to run. */
    ServiceOptions service() {
        return new ServiceOptions(set, java);
    }

    /** What a setting is in effect, once it is known to be well-formed. */
    <T> T inEffect(Setting<T> setting) {
        return new SettingReader(set).read(setting);
    }

    boolean json() {
        return json;
    }

    /** Refuses what can't be run, before anything is started. */
    void requireSensible() {
        if (rounds < 1) {
            throw usage("--rounds is 1 or more, not " + rounds);
        }
        if (warmUp < 0) {
            throw usage("--warm-up is 0 or more, not " + warmUp);
        }
        requireSettings();
    }

    /** What the command line was called wrongly with. */
    ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void requireSettings() {
        SettingReader reader = new SettingReader(set);
        try {
            for (Setting<?> setting : Settings.all()) {
                if (set.containsKey(setting.name())) {
                    reader.read(setting);
                }
            }
            reader.requireNoFaults();
        } catch (SettingsException e) {
            throw usage(e.getMessage());
        }
    }
}
