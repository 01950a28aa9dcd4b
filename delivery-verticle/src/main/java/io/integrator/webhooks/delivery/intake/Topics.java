package io.integrator.webhooks.delivery.intake;

import io.integrator.webhooks.settings.KafkaSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics that the service itself writes to, where the broker lets it. */
final class Topics {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
    private static final int TIMEOUT_MS = 10_000;

    private Topics() {}

    /** Makes the dead-letter topics that aren't there; fails when Kafka can't be reached. */
    static Future<Void> ensure(Vertx vertx, KafkaSettings settings) {
        return vertx.executeBlocking(() -> {
            create(settings);
            return null;
        });
    }

    private static void create(KafkaSettings settings) throws InterruptedException, TimeoutException {
        Map<String, Object> configuration = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS);
        List<NewTopic> topics = settings.topics().stream()
                .map(topic -> new NewTopic(topic + DeadLetters.SUFFIX, Optional.empty(), Optional.empty()))
                .toList();
        try (Admin admin = Admin.create(configuration)) {
            for (var created : admin.createTopics(topics).values().values()) {
                created.get(2L * TIMEOUT_MS, TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw new IllegalStateException("Kafka can't be reached at " + settings.bootstrapServers(), e);
            }
            if (!(e.getCause() instanceof TopicExistsException)) {
                LOG.atWarn().setCause(e.getCause()).log("The dead-letter topics can't be made; they have to be there");
            }
        }
    }
}
