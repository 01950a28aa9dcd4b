package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.KafkaConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Asks Kafka whether it is there, by the settings that the workers reach it with and over a connection that is kept. A consumer
 * doesn't tell: to it, a Kafka that is away is one without records. Of one event loop.
 */
final class KafkaCheck {

    /** Within which the client tries every broker again and again; a fault isn't that one of them was restarted. */
    private static final int PATIENCE_MS = 2_500;

    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final KafkaConnection connection;
    private Future<Admin> client = Future.failedFuture("not asked yet");

    KafkaCheck(Vertx vertx, KafkaConnection connection) {
        this.vertx = vertx;
        this.connection = connection;
    }

    /** Why Kafka can't be used; empty when it can, and a failure is a reason, too. */
    Future<Optional<String>> fault() {
        return client().compose(admin -> Future.fromCompletionStage(
                        admin.describeCluster().nodes().toCompletionStage(), vertx.getOrCreateContext()))
                .map(brokers -> brokers.isEmpty() ? Optional.of("it knows of no broker") : Optional.empty());
    }

    /** Gives the connection up. */
    Future<Void> close() {
        return client.compose(admin -> vertx.<Void>executeBlocking(() -> {
                    admin.close(CLOSE);
                    return null;
                }))
                .otherwiseEmpty();
    }

    /** Made when it is first needed, and again after that failed: it looks names up and reads files. */
    private Future<Admin> client() {
        if (client.failed()) {
            client = vertx.executeBlocking(() -> Admin.create(configuration()));
        }
        return client;
    }

    private Map<String, Object> configuration() {
        Duration patience = Duration.ofMillis(PATIENCE_MS);
        Map<String, Object> configuration = connection.adminProperties(patience, patience);
        configuration.put(AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        configuration.put(AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, PATIENCE_MS);
        configuration.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, PATIENCE_MS / 5);
        configuration.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return configuration;
    }
}
