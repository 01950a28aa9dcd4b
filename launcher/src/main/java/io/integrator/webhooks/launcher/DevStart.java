package io.integrator.webhooks.launcher;

import io.integrator.webhooks.delivery.DeliverySettings;
import io.integrator.webhooks.embedded.BackendException;
import io.integrator.webhooks.embedded.Backends;
import io.integrator.webhooks.embedded.EmbeddedOptions;
import io.integrator.webhooks.embedded.PortTakenException;
import io.integrator.webhooks.settings.KafkaSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the servers and the service of {@code dev}, and makes the tokens. */
final class DevStart {

    /** The one integrator that is known from the start. */
    static final String INTEGRATOR = "acme";

    private static final Logger LOG = LoggerFactory.getLogger(DevStart.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration TOKEN_LIFETIME = Duration.ofDays(30);
    private static final int PARTITIONS = 4;
    private static final List<String> INTEGRATOR_SCOPES = List.of("webhooks:read", "webhooks:write");
    private static final List<String> OPERATOR_SCOPES = List.of("operator");

    private final Ports ports;
    private final Optional<Path> data;
    private final Map<String, String> set;
    private final DevStates states;

    /** What was asked for; 0 for any. */
    record Ports(int api, int management, int kafka) {}

    /**
     * @param data   where to keep everything; empty for a temporary directory
     * @param set    settings that override {@code dev}'s own
     * @param states where the other commands look for it
     */
    DevStart(Ports ports, Optional<Path> data, Map<String, String> set, DevStates states) {
        this.ports = ports;
        this.data = data;
        this.set = set;
        this.states = states;
    }

    /**
     * Blocks until everything is up; what was started is stopped again when something isn't.
     *
     * @param begin by {@link System#nanoTime()}, for how long it took
     */
    DevProcess start(long begin) {
        DevDirectory directory = DevDirectory.of(data);
        DevProcess dev = new DevProcess(directory, states, begin);
        try {
            SigningKey key = directory.signingKey();
            Map<String, String> texts = DevSettings.texts(directory, key, ports.api(), ports.management(), set);
            requireFree(texts);
            Backends backends = startBackends(directory);
            dev.owns(backends);
            ServiceSettings settings = ServiceSettings.read(
                    DevSettings.withServers(texts, backends.postgresUri(), backends.bootstrapServers()),
                    EnumSet.allOf(Role.class));
            startService(dev, settings, backends);
            makeKnown(dev, settings, key, backends);
            return dev;
        } catch (RuntimeException e) {
            dev.stop();
            throw e;
        }
    }

    private Backends startBackends(DevDirectory directory) {
        LOG.atInfo().log("Starting Postgres and Kafka");
        try {
            return Backends.embedded(new EmbeddedOptions(directory.servers(), 0, ports.kafka()));
        } catch (PortTakenException e) {
            throw new CommandException("port " + e.port() + " is taken: give another one with --kafka-port", e);
        } catch (BackendException e) {
            throw new CommandException(e.getMessage() + ": " + Failures.rootMessage(e), e);
        }
    }

    private static void startService(DevProcess dev, ServiceSettings settings, Backends backends) {
        DeliverySettings delivery = settings.delivery().orElseThrow();
        for (String topic : delivery.kafka().topics()) {
            backends.createTopic(topic, PARTITIONS);
            backends.createTopic(topic + ".dead-letter", 1);
        }
        EgressWarning.log(LOG, delivery.egress());
        RunningService running = RunningService.start(settings);
        dev.owns(running);
        Await.result(running.service().addIntegrator(INTEGRATOR), LIMIT, "making " + INTEGRATOR + " known");
    }

    private void makeKnown(DevProcess dev, ServiceSettings settings, SigningKey key, Backends backends) {
        TokenIssuer.Audience audience =
                TokenIssuer.Audience.of(settings.api().orElseThrow().auth());
        TokenIssuer issuer = new TokenIssuer(key, audience, InstantSource.system());
        KafkaSettings kafka = settings.delivery().orElseThrow().kafka();
        dev.tell(
                new DevReady(
                        settings.http(),
                        dev.ports(),
                        issuer.issue(Optional.of(INTEGRATOR), INTEGRATOR_SCOPES, TOKEN_LIFETIME),
                        issuer.issue(Optional.empty(), OPERATOR_SCOPES, TOKEN_LIFETIME),
                        INTEGRATOR,
                        backends.bootstrapServers(),
                        backends.postgresUri()),
                DevSettings.shown(set),
                kafka.topics().get(0),
                audience);
    }

    /** Before the servers, which take seconds to come up. Another process may still be quicker; the service then says so. */
    private static void requireFree(Map<String, String> texts) {
        ServiceSettings.requireWellFormed(texts);
        requireFree(texts.get("WEBHOOKS_HTTP_HOST"), texts.get("WEBHOOKS_HTTP_PORT"), "--port");
        requireFree(
                texts.getOrDefault("WEBHOOKS_MANAGEMENT_HOST", "127.0.0.1"),
                texts.get("WEBHOOKS_MANAGEMENT_PORT"),
                "--management-port");
    }

    private static void requireFree(String host, String port, String option) {
        int number = Integer.parseInt(port.trim());
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host.trim()), number));
        } catch (IOException e) {
            throw new CommandException(
                    "port " + number + " on " + host + " can't be had (" + e.getMessage()
                            + "): stop what listens there, or give another port with " + option,
                    e);
        }
    }
}
