package io.integrator.webhooks.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * The settings of a broker that is its own controller, made for one machine: quick to start again and small in memory.
 *
 * @param advertisedPort where clients are told to connect, on 127.0.0.1
 * @param listeners where clients have to say who they are; empty for nowhere
 */
record BrokerProperties(
        Path data, int port, int advertisedPort, int controllerPort, Optional<BrokerListeners> listeners) {

    static final int NODE = 1;
    static final String CONTROLLER = "CONTROLLER";

    private static final String CLIENTS = "CLIENTS";

    Properties all() {
        Properties properties = new Properties();
        identity(properties);
        onlyOneNode(properties);
        quick(properties);
        small(properties);
        listeners.ifPresent(more -> more.addTo(properties));
        return properties;
    }

    private void identity(Properties properties) {
        String clients = CLIENTS + "://127.0.0.1:";
        String controller = "127.0.0.1:" + controllerPort;
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(NODE));
        properties.setProperty("log.dir", data.toString());
        properties.setProperty("listeners", clients + port + "," + CONTROLLER + "://" + controller);
        properties.setProperty("advertised.listeners", clients + advertisedPort);
        properties.setProperty("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        properties.setProperty("inter.broker.listener.name", CLIENTS);
        properties.setProperty("controller.listener.names", CONTROLLER);
        properties.setProperty("controller.quorum.voters", NODE + "@" + controller);
        properties.setProperty("auto.create.topics.enable", "true");
    }

    private static void onlyOneNode(Properties properties) {
        properties.setProperty("default.replication.factor", "1");
        properties.setProperty("min.insync.replicas", "1");
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("offsets.topic.num.partitions", "4");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("transaction.state.log.num.partitions", "2");
        properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
        properties.setProperty("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void quick(Properties properties) {
        // After a kill the broker is let in again when its former session has run out: 9 s by default.
        properties.setProperty("broker.session.timeout.ms", "1500");
        properties.setProperty("broker.heartbeat.interval.ms", "300");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        properties.setProperty("group.min.session.timeout.ms", "100");
        properties.setProperty("group.consumer.min.session.timeout.ms", "1000");
        properties.setProperty("group.consumer.min.heartbeat.interval.ms", "100");
    }

    private static void small(Properties properties) {
        properties.setProperty("num.network.threads", "2");
        properties.setProperty("num.io.threads", "4");
        properties.setProperty("background.threads", "2");
        properties.setProperty("group.coordinator.threads", "1");
        properties.setProperty("share.coordinator.threads", "1");
        // 128 MB by default, taken at the start.
        properties.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
        properties.setProperty("log.cleaner.io.buffer.size", "131072");
        // Set aside on disk for every segment: 10 MB by default.
        properties.setProperty("log.index.size.max.bytes", "1048576");
    }
}
