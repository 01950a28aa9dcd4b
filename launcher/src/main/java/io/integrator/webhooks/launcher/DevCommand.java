package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.SettingsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole service on one machine, with a Postgres and a Kafka of its own. */
@Command(
        name = "dev",
        description = {
            "The whole service in one process, with a real Postgres and a real Kafka of its own, an integrator acme and a token for it.",
            "Prints what to try next. Admits http and loopback urls, retries within seconds, and disables a webhook after five failures."
                    + " Ctrl-C ends it."
        },
        footer = {
            "",
            "Settings are those that 'serve --help' lists. They come from --set only: the environment is serve's."
        })
final class DevCommand implements Callable<Integer> {

    private static final String BACKENDS = "io.integrator.webhooks.embedded.Backends";

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", defaultValue = "8080", description = "The API's port (${DEFAULT-VALUE}; 0 for any).")
    private int port;

    @Option(
            names = "--management-port",
            defaultValue = "8081",
            description = "The port of health and metrics (${DEFAULT-VALUE}; 0 for any).")
    private int managementPort;

    @Option(names = "--kafka-port", defaultValue = "0", description = "Kafka's port. Default: any.")
    private int kafkaPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where rows, records and keys are kept. Default: a temporary directory, deleted at the end.")
    private Path data;

    @Option(
            names = "--json",
            description =
                    "Print nothing but one JSON object when ready: url, managementUrl, console, token, operatorToken, integrator,"
                            + " kafka, postgres.")
    private boolean json;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting, such as WEBHOOKS_DISABLE_FAILURES=3. May be repeated.")
    private Map<String, String> set = new TreeMap<>();

    @Override
    public Integer call() throws InterruptedException {
        long begin = System.nanoTime();
        requireBackends();
        requireSettings();
        Logs.READABLE.use(Main.isVerbose(spec));
        // Kafka's broker brings an API of Log4j without anything behind it, which complains of that on stderr.
        System.setProperty("org.apache.logging.log4j.simplelog.StatusLogger.level", "OFF");
        Logger log = LoggerFactory.getLogger(DevCommand.class);
        SettingSources.ours(System.getenv())
                .keySet()
                .forEach(name -> log.atWarn()
                        .addKeyValue("setting", name)
                        .log("A setting of the environment is ignored: dev takes them with --set"));
        DevStart.Ports ports = new DevStart.Ports(port, managementPort, kafkaPort);
        DevProcess dev = new DevStart(ports, Optional.ofNullable(data), set, DevStates.ofUser()).start(begin);
        TerminationSignal.onReceipt(dev::stop);
        spec.commandLine().getOut().println(json ? dev.ready().json() : dev.guide());
        spec.commandLine().getOut().flush();
        new CountDownLatch(1).await();
        return 0;
    }

    /** Looks by name: in the production image the class isn't there, and the JVM's own word for that helps nobody. */
    private static void requireBackends() {
        try {
            Class.forName(BACKENDS, false, DevCommand.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new CommandException(
                    "this build has no Postgres and Kafka of its own, as the production image has none: run './webhooks dev' from a"
                            + " clone of the sources, or 'serve' with a Postgres and a Kafka of yours",
                    e);
        }
    }

    private void requireSettings() {
        for (String name : set.keySet()) {
            if (!name.startsWith(Setting.PREFIX)) {
                throw usage("--set " + name + ": a setting's name starts with " + Setting.PREFIX
                        + "; 'serve --help' lists them");
            }
        }
        try {
            ServiceSettings.requireWellFormed(set);
            DevSettings.requireNotFixed(set);
        } catch (SettingsException e) {
            throw usage(e.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
