package io.integrator.webhooks.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this JVM, its own controller, listening on 127.0.0.1 without TLS or authentication, and with them if it is asked
 * to. Topics are created on first use
 * with one partition; for more, {@link #createTopic} first.
 *
 * <p>What was acknowledged survives the end of this JVM, whatever ends it. Methods block and may be called from any thread but an event
 * loop.
 */
public final class KafkaServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaServer.class);

    private static final String TEMPORARY = "webhooks-kafka-";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final ServerDirectory directory;
    private final Path data;
    private final int port;
    private final int advertisedPort;
    private final int controllerPort;
    private final Optional<BrokerListeners> listeners;
    private KafkaRaftServer running;

    private KafkaServer(ServerDirectory directory, int port, int advertisedPort, Optional<BrokerListeners> listeners) {
        this.listeners = listeners;
        this.directory = directory;
        this.data = directory.path().resolve("data");
        this.port = LoopbackPort.choose(port);
        this.advertisedPort = LoopbackPort.choose(advertisedPort == 0 ? this.port : advertisedPort);
        this.controllerPort = LoopbackPort.free();
    }

    /**
     * Starts one on a directory that is kept: created when missing, and with its topics when a broker had it before.
     *
     * @param port 0 for any
     * @throws PortTakenException when the port is in use
     * @throws BackendException when the directory is in use, or the broker does not come up
     */
    public static KafkaServer in(Path directory, int port) {
        return started(ServerDirectory.kept(directory), port, 0, Optional.empty());
    }

    /**
     * The same behind something that passes connections on, such as a proxy that a test breaks.
     *
     * @param advertisedPort the port of 127.0.0.1 that clients are told to connect to; leads to {@code port} from the start
     */
    public static KafkaServer in(Path directory, int port, int advertisedPort) {
        return started(ServerDirectory.kept(directory), port, advertisedPort, Optional.empty());
    }

    /**
     * Starts an empty one in a fresh temporary directory, which {@link #close()} deletes.
     *
     * @param port 0 for any
     * @throws PortTakenException when the port is in use
     * @throws BackendException when the broker does not come up
     */
    public static KafkaServer temporary(int port) {
        ServerDirectory.deleteAbandoned(TEMPORARY, abandoned -> {});
        return started(ServerDirectory.temporary(TEMPORARY), port, 0, Optional.empty());
    }

    /**
     * Starts an empty one like {@link #temporary}, on any port, that has each {@link KafkaListener} as well.
     *
     * @param user who may come in by {@code password}; letters and digits, both
     * @throws BackendException when the broker does not come up
     */
    public static KafkaServer secured(ServerTls tls, String user, String password) {
        ServerDirectory.deleteAbandoned(TEMPORARY, abandoned -> {});
        return started(
                ServerDirectory.temporary(TEMPORARY), 0, 0, Optional.of(BrokerListeners.choose(tls, user, password)));
    }

    private static KafkaServer started(
            ServerDirectory directory, int port, int advertisedPort, Optional<BrokerListeners> listeners) {
        try {
            KafkaServer server = new KafkaServer(directory, port, advertisedPort, listeners);
            server.start();
            return server;
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** {@code 127.0.0.1:PORT}; the same after every restart. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /**
     * The same, of a listener.
     *
     * @throws java.util.NoSuchElementException when it wasn't started with them
     */
    public String bootstrapServers(KafkaListener listener) {
        return listeners.orElseThrow().address(listener);
    }

    /** The TCP port for clients; the same after every restart. */
    public int port() {
        return port;
    }

    /**
     * Creates a topic unless it exists; returns when it can be written to.
     *
     * @param partitions 1 or more
     * @throws BackendException when the broker is stopped or refuses, or has the topic with another number of partitions
     */
    public void createTopic(String name, int partitions) {
        new Topics(bootstrapServers()).create(name, partitions);
    }

    /**
     * Starts it again, on the same port and with the same records; returns when it answers. Does nothing when it is running.
     *
     * @throws PortTakenException when the port has been taken meanwhile
     * @throws BackendException when the broker does not come up
     */
    public synchronized void start() {
        if (running != null) {
            return;
        }
        long begin = System.nanoTime();
        LoopbackPort.requireFree(port, "Kafka");
        running = launch(new BrokerProperties(data, port, advertisedPort, controllerPort, listeners));
        if (!new Topics(bootstrapServers()).isServing(START_LIMIT)) {
            stop();
            throw new BackendException("Kafka does not answer on port " + port + " within " + START_LIMIT);
        }
        LOG.atInfo()
                .addKeyValue("port", port)
                .addKeyValue("directory", data)
                .addKeyValue(
                        "durationMs",
                        Duration.ofNanos(System.nanoTime() - begin).toMillis())
                .log("Kafka is up");
    }

    /** Stops it cleanly; clients lose their connections and try again. Does nothing when it is stopped already. */
    public synchronized void stop() {
        if (running == null) {
            return;
        }
        KafkaRaftServer stopping = running;
        running = null;
        stopping.shutdown();
        stopping.awaitShutdown();
    }

    /** Stops it and, when temporary, deletes its directory. It cannot be started again. */
    @Override
    public synchronized void close() {
        try {
            stop();
        } finally {
            directory.close();
        }
    }

    private KafkaRaftServer launch(BrokerProperties properties) {
        KafkaRaftServer server = null;
        try {
            if (Files.notExists(data.resolve("meta.properties"))) {
                format();
            }
            server = new KafkaRaftServer(new KafkaConfig(properties.all(), false), Time.SYSTEM);
            server.startup();
            return server;
        } catch (Exception e) {
            abandon(server);
            throw new BackendException("Kafka does not come up in " + data + " on port " + port, e);
        }
    }

    private void format() throws Exception {
        Formatter formatter = new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerProperties.NODE)
                .addDirectory(data.toString())
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName(BrokerProperties.CONTROLLER)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        listeners.map(BrokerListeners::scram).ifPresent(formatter::setScramArguments);
        formatter.run();
    }

    private static void abandon(Server server) {
        try {
            if (server != null) {
                server.shutdown();
            }
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("What did come up of Kafka does not stop");
        }
    }
}
