package io.integrator.webhooks.delivery.intake;

import io.integrator.webhooks.settings.KafkaSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics that the service itself writes to, where the broker lets it. */
final class Topics {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Topics() {}

    /** Makes the dead-letter topics and the lifecycle topic, if they aren't there; fails when Kafka can't be reached. */
    static Future<Void> ensure(Vertx vertx, KafkaSettings settings) {
        return vertx.executeBlocking(() -> {
            create(settings);
            return null;
        });
    }

    private static void create(KafkaSettings settings) throws InterruptedException, TimeoutException {
        Map<String, Object> configuration = settings.connection().adminProperties(TIMEOUT.dividedBy(2), TIMEOUT);
        List<NewTopic> topics = Stream.concat(
                        settings.topics().stream().map(topic -> topic + DeadLetters.SUFFIX),
                        Stream.of(settings.lifecycleTopic()))
                .map(topic -> new NewTopic(topic, Optional.empty(), Optional.empty()))
                .toList();
        try (Admin admin = Admin.create(configuration)) {
            for (var created : admin.createTopics(topics).values().entrySet()) {
                await(created.getKey(), created.getValue(), settings);
            }
        }
    }

    private static void await(String topic, KafkaFuture<Void> created, KafkaSettings settings)
            throws InterruptedException, TimeoutException {
        try {
            created.get(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw new IllegalStateException(
                        "Kafka can't be reached at " + settings.connection().bootstrapServers(), e);
            }
            if (!(e.getCause() instanceof TopicExistsException)) {
                LOG.atWarn()
                        .addKeyValue("topic", topic)
                        .setCause(e.getCause())
                        .log("A topic that is written to can't be made; it has to be there");
            }
        }
    }
}
