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
     * @throws CommandException when no broker answers, or none lets us in
     */
    static void require(KafkaSettings settings) {
        int patience = (int) PATIENCE.toMillis();
        Map<String, Object> configuration = settings.connection().properties();
        configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
        configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience);
        configuration.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        try (Admin admin = Admin.create(configuration)) {
            Set<String> missing = new TreeSet<>(settings.topics());
            missing.removeAll(admin.listTopics().names().get());
            missing.forEach(topic -> LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .log("The topic does not exist yet; its domain events are taken in once it does"));
        } catch (ExecutionException | RuntimeException e) {
            throw Failures.kafka(e, settings.connection(), "WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("the start was interrupted", e);
        }
    }
}
