package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once whether Kafka is there; a consumer would go on trying without a word. */
final class KafkaReach {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaReach.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private KafkaReach() {}

    /**
     * Blocks; not for an event loop.
     *
     * @throws CommandException when no broker answers
     */
    static void require(KafkaSettings settings) {
        int patience = (int) PATIENCE.toMillis();
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                patience,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                patience,
                AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
                false))) {
            Set<String> missing = new TreeSet<>(settings.topics());
            missing.removeAll(admin.listTopics().names().get());
            missing.forEach(topic -> LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .log("The topic does not exist yet; its domain events are taken in once it does"));
        } catch (ExecutionException | RuntimeException e) {
            throw new CommandException(
                    "Kafka at " + settings.bootstrapServers() + " can't be used: " + Failures.rootMessage(e)
                            + "; see that it runs and that WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS is right",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("the start was interrupted", e);
        }
    }
}
