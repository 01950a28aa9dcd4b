package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.yardstick.Volume;
import io.integrator.webhooks.launcher.DurationConverter;
import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.SettingReader;
import io.integrator.webhooks.settings.Settings;
import io.integrator.webhooks.settings.SettingsException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long, how much and how to tell: the options that every benchmark has. */
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
            names = "--duration",
            defaultValue = "20s",
            converter = DurationConverter.class,
            description =
                    "How long each round publishes at the fixed rate, by which latencies are taken (${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "10",
            description = "Events a second for each measured webhook at the fixed rate (${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "Events for each measured webhook that are published at once, by which the throughput is taken (${DEFAULT-VALUE}).")
    private int backlog;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the service, such as WEBHOOKS_SEND_DEADLINE=5s. May be repeated.")
    private Map<String, String> set = new TreeMap<>();

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    int rounds() {
        return rounds;
    }

    Volume volume() {
        return new Volume(duration, rate, backlog);
    }

    Map<String, String> set() {
        return set;
    }

    boolean json() {
        return json;
    }

    /** Refuses what can't be run, before anything is started. */
    void requireSensible() {
        if (rounds < 1) {
            throw usage("--rounds is 1 or more, not " + rounds);
        }
        if (duration.isZero()) {
            throw usage("--duration is more than 0");
        }
        if (!(rate > 0)) {
            throw usage("--rate is more than 0, not " + rate);
        }
        if (backlog < 1) {
            throw usage("--backlog is 1 or more, not " + backlog);
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
