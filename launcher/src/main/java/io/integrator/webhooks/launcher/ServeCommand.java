package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.HttpSettings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the service in production. */
@Command(
        name = "serve",
        description = {
            "Runs the service: the API, delivery, or both in one process.",
            "Waits for Postgres and Kafka to be there, says so, and isn't ready meanwhile.",
            "Logs one JSON object a line on stdout. SIGTERM and Ctrl-C stop it in order: it isn't ready any more, the API takes no more"
                    + " after WEBHOOKS_HTTP_STOP_DELAY, what is in flight ends or is handed over after WEBHOOKS_WORKER_STOP_TIMEOUT, and"
                    + " the exit code is 0. All of it takes 30 s more than these two at most."
        })
final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--role",
            split = ",",
            paramLabel = "ROLE",
            converter = Role.Reader.class,
            defaultValue = "api,delivery",
            description = "What this process does: api, delivery (${DEFAULT-VALUE}).")
    private List<Role> roles;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings, as NAME=VALUE lines of a Java properties file in UTF-8.")
    private Path config;

    @Override
    public Integer call() throws InterruptedException {
        Logs.JSON.use(Main.isVerbose(spec));
        Map<String, String> texts = SettingSources.of(System.getenv(), Optional.ofNullable(config));
        ServiceSettings settings = ServiceSettings.read(texts, EnumSet.copyOf(roles));
        Logger log = LoggerFactory.getLogger(ServeCommand.class);
        settings.api().map(ServiceSettings.Api::egress).ifPresent(egress -> EgressWarning.log(log, egress));
        TransportWarning.log(log, settings);
        RunningService running = RunningService.of(settings);
        TerminationSignal.onReceipt(() -> {
            log.atInfo().log("Stopping");
            running.stop();
            log.atInfo().log("Stopped");
        });
        if (running.start()) {
            logStart(log, settings.http(), running.service());
        }
        // The signal's handler ends the process.
        new CountDownLatch(1).await();
        return 0;
    }

    private void logStart(Logger log, HttpSettings http, Service service) {
        LoggingEventBuilder line = log.atInfo().addKeyValue("roles", EnumSet.copyOf(roles));
        if (service.apiPort() >= 0) {
            line = line.addKeyValue("http", http.host() + ":" + service.apiPort());
        }
        line.addKeyValue("management", http.managementHost() + ":" + service.managementPort())
                .log("Started");
    }
}
